const KEYS = [
  ['j', 'next article'],
  ['k', 'previous article'],
  ['u', 'thumb up'],
  ['d', 'thumb down'],
  ['s', 'save it, or take it off'],
  ['Enter', 'open the article'],
  ['?', 'this help'],
] as const

/** The dialog that lists the keyboard shortcuts, with a switch to turn them off (WCAG 2.1.4). It needs scripts. */
export const KeyboardHelp = () => (
  <dialog id="keys" aria-labelledby="keys-title">
    <h2 id="keys-title">Keyboard</h2>
    <dl class="keys">
      {KEYS.map(([key, meaning]) => (
        <div>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
    <label>
      <input type="checkbox" id="keys-on" checked /> Use these keys
    </label>
    <form method="dialog">
      <button type="submit">Close</button>
    </form>
  </dialog>
)
