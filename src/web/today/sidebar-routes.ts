import { Hono } from 'hono'
import { createItem, deleteItem } from '../../features/items/queries.ts'
import { ItemParams, NewItem } from '../../features/items/schemas.ts'
import { createTodo, deleteTodo, updateTodo } from '../../features/todos/queries.ts'
import { NewTodo, TodoParams } from '../../features/todos/schemas.ts'
import type { AppEnv } from '../../http/env.ts'
import { check, ignoreNotFound, readFields, redirectBack } from '../form.ts'
import { readItemText } from './item-text.ts'

/** The forms for todos and items in the sidebar. */
export const sidebarForms = new Hono<AppEnv>()
  .post('/todos', async (c) => {
    const fields = await readFields(c)
    const { description } = check(NewTodo, { description: fields.description })
    await c.var.db.run(createTodo, { description, max_todos: c.var.config.todosPerUser })
    return redirectBack(c, fields)
  })
  .post('/todos/:id', async (c) => {
    const fields = await readFields(c)
    const { id } = check(TodoParams, c.req.param())
    await c.var.db.run(updateTodo, { id, completed: fields.completed === 'true' })
    return redirectBack(c, fields)
  })
  .post('/todos/:id/delete', async (c) => {
    const fields = await readFields(c)
    await ignoreNotFound(c.var.db.run(deleteTodo, check(TodoParams, c.req.param())))
    return redirectBack(c, fields)
  })
  .post('/saved', async (c) => {
    const fields = await readFields(c)
    const item = check(NewItem, readItemText(fields.name ?? ''))
    await c.var.db.run(createItem, { ...item, max_items: c.var.config.itemsPerUser })
    return redirectBack(c, fields)
  })
  .post('/saved/:id/delete', async (c) => {
    const fields = await readFields(c)
    await ignoreNotFound(c.var.db.run(deleteItem, check(ItemParams, c.req.param())))
    return redirectBack(c, fields)
  })
