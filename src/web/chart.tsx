/** One bar: its value, and what it stands for (a day, an hour). */
export interface Bar {
  label: string
  value: number
}

const HEIGHT = 40
const STEP = 10

/**
 * A bar chart as inline SVG. Its fixed size avoids layout shifts. Each bar shows its value as a tooltip, and `summary`
 * describes the chart to screen readers.
 */
export const BarChart = ({ bars, summary }: { bars: Bar[]; summary: string }) => {
  const highest = Math.max(1, ...bars.map((bar) => bar.value))
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
      width={bars.length * STEP}
      height={HEIGHT}
      role="img"
      aria-label={summary}
    >
      {bars.map(({ label, value }, i) => {
        const height = value === 0 ? 1 : Math.max(2, (value / highest) * HEIGHT)
        return (
          <rect
            class={value === 0 ? 'none' : undefined}
            x={i * STEP + 1}
            y={HEIGHT - height}
            width={STEP - 2}
            height={height}
          >
            <title>{`${label}: ${value}`}</title>
          </rect>
        )
      })}
    </svg>
  )
}
