/** The address that signs in with a code. It stands in the fragment, which browsers do not send: a query would end up in logs. */
export const signInLink = (origin: string, code: string) => `${origin}/sign-in#${code}`
