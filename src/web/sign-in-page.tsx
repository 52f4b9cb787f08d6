import { Layout } from './layout.tsx'

export interface SignInProps {
  /** The page to go to afterwards. */
  next: string
  /** Why signing in failed. */
  problem?: string
  /** Whether this instance sends links by mail. */
  hasMail: boolean
  /** The address to which a link was just asked for. */
  mailed?: string
}

/**
 * A token to paste, or one button when a one-time link was opened: its code stands in the address behind the #, from where
 * page.js takes it. To open a link alone does nothing, because mail programs open links, too.
 */
export const SignInPage = ({ next, problem, hasMail, mailed }: SignInProps) => (
  <Layout title="Sign in · Morning Brief" path="/sign-in">
    <h1>Sign in</h1>
    {problem && (
      <p id="problem" role="alert">
        {problem}
      </p>
    )}
    <form method="post" action="/sign-in" data-code="link">
      <input type="hidden" name="next" value={next} />
      <p>
        <label for="token">Your access token</label>{' '}
        <input
          id="token"
          name="token"
          type="password"
          required
          autocomplete="current-password"
          aria-describedby={problem ? 'problem token-help' : 'token-help'}
        />
        <span id="token-help" class="quiet">
          It begins with mb_. A link that you were given can be pasted, too.
        </span>
      </p>
      <div class="actions">
        <button type="submit" class="primary">
          Sign in
        </button>
        <button type="button" id="passkey-use" hidden>
          Use a passkey
        </button>
      </div>
      <p id="passkey-problem" role="status" />
    </form>
    <script src="/passkeys.js" type="module" />
    {hasMail && (
      <form method="post" action="/sign-in/mail" class="below" id="sign-in-mail">
        {mailed && (
          <p role="status">
            If <strong>{mailed}</strong> is the address of an account, a mail with a link is on its way there.
            The link works once, within ten minutes.
          </p>
        )}
        <p>
          <label for="email">Or your mail address</label>{' '}
          <input id="email" name="email" type="email" required maxlength={255} autocomplete="email" />
        </p>
        <button type="submit">Mail me a link</button>
      </form>
    )}
  </Layout>
)
