import { AppError } from '../../errors.ts'
import { createApi, createRoute } from '../../http/api.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { json } from '../../http/responses.ts'
import { streamTexts } from '../../http/stream.ts'
import { exportOpml } from './export-opml.ts'
import { importOpml } from './import-opml.ts'
import { ImportReport, OPML_TYPES, Opml } from './opml-schemas.ts'

const tags = ['sources']
const content = Object.fromEntries(OPML_TYPES.map((type) => [type, { schema: Opml }]))

export const opmlRoutes = createApi()
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/sources/opml',
      operationId: 'importSources',
      tags,
      summary: 'Import a subscription list',
      description:
        'OPML, as feed readers export it, in its own encoding. Folders become tags. Feeds that are known stay as they are; the others are fetched at the next tick. Admins only.',
      request: { body: { required: true, content } },
      responses: { 200: json(ImportReport), ...problems(...BODY_PROBLEMS, 'forbidden') },
    }),
    async (c) => {
      const type = c.req.header('content-type') ?? ''
      if (!/^(text|application)\/([\w.-]+\+)?(x-opml|opml|xml)\s*(;|$)/i.test(type.trim())) {
        throw new AppError(
          'unsupported_media_type',
          `Send OPML with Content-Type: ${OPML_TYPES.join(', ')}.`,
          {
            headers: { Accept: OPML_TYPES.join(', ') },
          },
        )
      }
      return c.json(await importOpml(new Uint8Array(await c.req.arrayBuffer()), type, c.var), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/sources.opml',
      operationId: 'exportSources',
      tags,
      summary: 'Export the sources',
      description: 'As OPML 2.0; tags become folders, one within the other.',
      responses: {
        200: { description: 'The subscription list', content: { 'text/x-opml': { schema: Opml } } },
        ...problems(),
      },
    }),
    async (c) => {
      const snapshot = await c.var.db.snapshot()
      const opml = { texts: exportOpml(snapshot, new Date()), source: snapshot }
      return c.body(streamTexts(c, opml), 200, {
        'Content-Type': 'text/x-opml; charset=utf-8',
        'Content-Disposition': 'attachment; filename="morning-brief-sources.opml"',
      })
    },
  )
