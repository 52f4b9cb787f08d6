import { createApi, createRoute } from '../../http/api.ts'
import { problems } from '../../http/problem.ts'
import { json, noContent } from '../../http/responses.ts'
import { streamJson } from '../../http/stream.ts'
import { deleteAccount } from './delete-query.ts'
import { readHead, writeExport } from './export.ts'
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
      description:
        'One JSON document, as of one moment and of any size: it is sent while it is read. Where its end is missing, something failed. Tokens are listed without their secrets.',
      responses: { 200: json(Export), ...problems() },
    }),
    async (c) => {
      const snapshot = await c.var.db.snapshot()
      const head = await readHead(snapshot)
      const json = { texts: writeExport(snapshot, head), source: snapshot }
      return streamJson<Export, 200>(c, json, 200, {
        'Content-Disposition': `attachment; filename="morning-brief-${head.exported_at.slice(0, 10)}.json"`,
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
