import { createApi, createRoute } from '../../http/api.ts'
import { hashToken } from '../../http/hash.ts'
import { problems } from '../../http/problem.ts'
import { json } from '../../http/responses.ts'
import { signInLink } from '../../http/sign-in-link.ts'
import { cannotShow, tokenText } from '../../http/token-text.ts'
import { createSignInLink } from './queries.ts'
import { SignInLink, UserParams } from './schemas.ts'

/** How long a link may be used, in seconds: a day. */
const LASTS_S = 24 * 3600

export const signInLinkRoutes = createApi().openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/users/{id}/sign-in-links',
    operationId: 'createSignInLink',
    tags: ['users'],
    summary: 'Make a link that signs a user in',
    description: 'Good once, for a day. Admins only.',
    request: { params: UserParams },
    responses: {
      201: json(SignInLink, 'Created'),
      ...problems('invalid_request', 'forbidden', 'not_found', 'conflict'),
    },
  }),
  async (c) => {
    const code = await tokenText(c)
    const hash = await hashToken(code)
    const { expires_at, link_hash } = await c.var.db.run(createSignInLink, {
      ...c.req.valid('param'),
      hash,
      lasts_s: LASTS_S,
    })
    if (link_hash !== hash) throw cannotShow('The link was made')
    return c.json({ link: signInLink(new URL(c.req.url).origin, code), expires_at }, 201)
  },
)
