import { LANGUAGES } from '../../db/schema/languages.ts'

/** The values of the topic form, with one keyword per line. */
export interface TopicDraft {
  /** The topic's id; null for a new topic. */
  id: number | null
  name: string
  keywords: string
  language: string
}

export const NEW_TOPIC: TopicDraft = { id: null, name: '', keywords: '', language: 'english' }

const title = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The form to create or edit a topic. Its preview button works without scripts; with scripts it updates while typing. */
export const TopicForm = ({ draft, fault }: { draft: TopicDraft; fault: string | undefined }) => (
  <form
    class="form"
    method="post"
    action={draft.id === null ? '/topics' : `/topics/${draft.id}`}
    id="topic-form"
  >
    {fault && (
      <p class="bad" id="problem" role="alert">
        {fault}
      </p>
    )}
    <input type="hidden" name="id" value={draft.id === null ? '' : String(draft.id)} />
    <div>
      <label for="name">Name</label>
      <input
        id="name"
        name="name"
        required
        maxlength={255}
        value={draft.name}
        autocomplete="off"
        dir="auto"
      />
    </div>
    <div id="keywords-field">
      <label for="keywords">Keywords, one a line</label>
      <textarea id="keywords" name="keywords" rows={6} dir="auto" aria-describedby="keywords-hint">
        {draft.keywords}
      </textarea>
      <p class="hint" id="keywords-hint">
        An article belongs when one of them is found: <code>electric cars</code> (both words, in any form),{' '}
        <code>"exact phrase"</code>, <code>kube*</code>. <code>-racing</code> keeps articles away.
      </p>
    </div>
    <div>
      <label for="language">Their language</label>
      <select id="language" name="language">
        {LANGUAGES.map((language) => (
          <option value={language} selected={language === draft.language}>
            {language === 'simple' ? 'Another language (words as they are written)' : title(language)}
          </option>
        ))}
      </select>
    </div>
    <div class="actions">
      <button type="submit" class="primary">
        {draft.id === null ? 'Add topic' : 'Save'}
      </button>
      <button type="submit" formaction="/topics/preview" formnovalidate data-swap="preview" data-live>
        Preview
      </button>
      {draft.id !== null && (
        <a class="button" href="/topics">
          Cancel
        </a>
      )}
    </div>
  </form>
)
