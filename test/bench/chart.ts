import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import type { Row } from './table.ts'

const { args } = new Command('chart')
  .description(
    'Draws the requests per second of a run of the bench as SVG: node test/bench/chart.ts run.json > chart.svg',
  )
  .argument('<file>', 'what `npm run bench -- --json` printed')
  .parse()

const CASES = ['item by id', 'page of items with total', 'create']
const [WIDTH, LABEL, BAR, GAP] = [760, 190, 18, 34]
/** Told apart without colours, too: by their order and their names. */
const COLOURS: Record<string, string> = { 'morning brief': '#b4531f' }

/**
 * Bars of requests per second, a group a case. Each group has its own scale, for a page that counts its rows and a
 * row that is found by its id have nothing to do with each other.
 */
function drawChart(rows: readonly Row[]): string {
  let y = 8
  const parts: string[] = []
  for (const name of CASES) {
    const group = rows.filter((row) => row.case === name)
    const most = Math.max(...group.map((row) => row.requests_per_second))
    parts.push(text(8, y + 14, `${name}, requests a second`, 'font-weight="600"'))
    y += 24
    for (const { server, requests_per_second } of group) {
      const width = Math.max(1, (requests_per_second / most) * (WIDTH - LABEL - 70))
      const colour = COLOURS[server] ?? '#8a8578'
      parts.push(
        text(LABEL - 8, y + 13, server, 'text-anchor="end"'),
        `<rect x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="${BAR - 4}" rx="2" fill="${colour}"/>`,
        text(LABEL + width + 6, y + 12, requests_per_second.toFixed(0)),
      )
      y += BAR
    }
    y += GAP - BAR
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img"`,
    ` aria-label="Requests a second of Morning Brief and its peers" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${y}" fill="#fffdf8"/>`,
    ...parts,
    '</svg>\n',
  ].join('')
}

const text = (x: number, y: number, words: string, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y}" fill="#2b2822" ${more}>${words}</text>`

const run = JSON.parse(readFileSync(args[0]!, 'utf8')) as { rows: Row[] }
process.stdout.write(drawChart(run.rows))
