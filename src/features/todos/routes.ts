import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { linkNext } from '../../http/cursor.ts'
import { withETag } from '../../http/entity-tag.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent } from '../../http/responses.ts'
import { createTodo, deleteTodo, getTodo, listNewestTodos, listTodos, updateTodo } from './queries.ts'
import { MAX_TODOS, NewTodo, Todo, TodoChange, TodoParams, TodoQuery } from './schemas.ts'

export const todosTag = {
  name: 'todos',
  description: 'Short things to do, beside the brief.',
}
const tags = [todosTag.name]

export const todos = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/todos',
      operationId: 'listTodos',
      tags,
      summary: 'List todos',
      description: `Oldest first, all or only the completed or open ones. Without \`limit\` you get them all, up to the newest ${MAX_TODOS} (fewer where they are very long); the \`Link\` header then leads to older ones. With \`limit\` the pages begin at the oldest.`,
      request: { query: TodoQuery },
      responses: { 200: json(z.array(Todo)), ...problems('invalid_request') },
    }),
    async (c) => {
      const { completed, limit, cursor: [id] = [] } = c.req.valid('query')
      if (limit === undefined) {
        // A client that does not page must not miss what it has just written, so the oldest are left for the next page.
        const page = await c.var.db.run(listNewestTodos, { completed, limit: MAX_TODOS, before_id: id })
        linkNext(c, page, MAX_TODOS, ({ id }) => [id])
        return c.json(page.rows.toReversed(), 200)
      }
      const page = await c.var.db.run(listTodos, { completed, limit, after_id: id })
      linkNext(c, page, limit, ({ id }) => [id])
      return c.json(page.rows, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/todos',
      operationId: 'createTodo',
      tags,
      summary: 'Create a todo',
      request: { body: body(NewTodo) },
      responses: { 201: json(Todo, 'Created'), ...problems(...BODY_PROBLEMS, 'limit_reached') },
    }),
    async (c) => {
      const todo = await c.var.db.run(createTodo, {
        ...c.req.valid('json'),
        max_todos: c.var.config.todosPerUser,
      })
      return c.json(withETag(c, todo), 201, { Location: `/api/todos/${todo.id}` })
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/todos/{id}',
      operationId: 'getTodo',
      tags,
      summary: 'Read a todo',
      request: { params: TodoParams },
      responses: { 200: json(Todo), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => c.json(withETag(c, await c.var.db.run(getTodo, c.req.valid('param'))), 200),
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/api/todos/{id}',
      operationId: 'updateTodo',
      tags,
      summary: 'Change a todo',
      request: { params: TodoParams, body: body(TodoChange) },
      responses: { 200: json(Todo), ...problems(...BODY_PROBLEMS, 'not_found') },
    }),
    async (c) => {
      const change = { ...c.req.valid('param'), ...c.req.valid('json') }
      return c.json(withETag(c, await c.var.db.run(updateTodo, change)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/todos/{id}',
      operationId: 'deleteTodo',
      tags,
      summary: 'Delete a todo',
      request: { params: TodoParams },
      responses: { 204: noContent(), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => {
      await c.var.db.run(deleteTodo, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
