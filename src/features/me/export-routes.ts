import { createApi, createRoute } from '../../http/api.ts'
import { problems } from '../../http/problem.ts'
import { json, noContent } from '../../http/responses.ts'
import { deleteAccount, exportAccount } from './export-queries.ts'
import { Export } from './export-schemas.ts'

const tags = ['me']

/** Export and deletion of the caller's account. */
export const account = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/me/export',
      operationId: 'exportMe',
      tags,
      summary: 'Export everything you own',
      description: 'One JSON document, as of one moment. Tokens are listed without their secrets.',
      responses: { 200: json(Export), ...problems() },
    }),
    async (c) => {
      const all = await c.var.db.run(exportAccount, {})
      const name = `morning-brief-${all.exported_at.slice(0, 10)}.json`
      return c.json(all, 200, {
        'Content-Disposition': `attachment; filename="${name}"`,
        'Cache-Control': 'no-store',
      })
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/me',
      operationId: 'deleteMe',
      tags,
      summary: 'Delete your account',
      description:
        'Deletes you and everything you own, at once and for good; export it first. The last admin cannot leave.',
      responses: { 204: noContent('Deleted'), ...problems('conflict') },
    }),
    async (c) => {
      await c.var.db.run(deleteAccount, {})
      return c.body(null, 204)
    },
  )
