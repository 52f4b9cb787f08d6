import { Layout } from '../layout.tsx'

/** Who is first here says so with the code that was printed where this was deployed. */
export const SetUpPage = ({ problem }: { problem?: string | undefined }) => (
  <Layout title="Set up · Morning Brief" path="/set-up">
    <h1>Set up Morning Brief</h1>
    {problem && (
      <p id="problem" role="alert">
        {problem}
      </p>
    )}
    <form method="post" action="/set-up" class="form" data-code="code">
      <input type="hidden" name="time_zone" value="" data-time-zone />
      <p>
        <label for="code">The code that was printed where this was deployed</label>{' '}
        <input id="code" name="code" type="password" required autocomplete="off" />
      </p>
      <div>
        <label for="email">Your mail address</label>
        <input id="email" name="email" type="email" required maxlength={255} autocomplete="email" />
        <p class="hint">You are its first admin, and invite the others.</p>
      </div>
      <div class="actions">
        <button type="submit" class="primary">
          Begin
        </button>
      </div>
    </form>
  </Layout>
)
