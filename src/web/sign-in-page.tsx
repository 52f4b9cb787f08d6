import { Layout } from './layout.tsx'

export interface SignInProps {
  /** The code of the one-time link that was opened. */
  link?: string | undefined
  /** The page to go to afterwards. */
  next: string
  /** Why signing in failed. */
  problem?: string
}

/** The form to sign in with a token or a one-time link. A link needs a click, because mail programs open links, too. */
export const SignInPage = ({ link, next, problem }: SignInProps) => (
  <Layout title="Sign in · Morning Brief" path="/sign-in">
    <h1>Sign in</h1>
    {problem && (
      <p id="problem" role="alert">
        {problem}
      </p>
    )}
    <form method="post" action="/sign-in">
      <input type="hidden" name="next" value={next} />
      {link === undefined ? (
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
            It begins with mb_. Whoever runs this service makes one with user:create.
          </span>
        </p>
      ) : (
        <input type="hidden" name="link" value={link} />
      )}
      <button type="submit" class="primary">
        Sign in
      </button>
    </form>
  </Layout>
)
