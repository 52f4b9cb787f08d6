import { INTEREST_LANGUAGES, type Offer } from '../../features/interests/catalogue.ts'

/** So many words of an interest are shown. */
const SHOWN = 3

/** What a new reader can pick: one press gives topics, and the feeds that serve them. */
export const Picker = ({ offer: { language, interests } }: { offer: Offer }) => (
  <form method="post" action="/start" class="picker">
    <input type="hidden" name="language" value={language.tag} />
    <input type="hidden" name="time_zone" value="" data-time-zone />
    <nav class="actions" aria-label="Language of your interests">
      {INTEREST_LANGUAGES.map(({ tag, name }) => (
        <a
          href={`/start?language=${tag}`}
          lang={tag}
          hreflang={tag}
          aria-current={tag === language.tag ? 'true' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
    <fieldset>
      <legend>What do you care about? Three are a good start.</legend>
      <ul class="interests" lang={language.tag}>
        {interests.map(({ id, name, keywords }) => (
          <li>
            <label>
              <input type="checkbox" name={`interest_${id}`} value="on" />
              <span>
                {name}{' '}
                <span class="quiet">
                  {keywords.slice(0, SHOWN).join(', ').replaceAll('"', '').replaceAll('*', '')}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
    <div class="actions">
      <button type="submit" class="primary">
        Make my brief
      </button>
      <a class="button" href="/topics">
        Write a topic of my own
      </a>
    </div>
  </form>
)
