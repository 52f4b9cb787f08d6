/** The queries of the two peers on Node: the same rows, by plain SQL over a pool. */
import pg from 'pg'

export interface PageQuery {
  limit?: string
  offset?: string
}

export function createQueries(databaseUrl: string, userId: number) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 })
  return {
    async page({ limit = '100', offset = '0' }: PageQuery) {
      const [page, total] = await Promise.all([
        pool.query({
          name: 'page',
          text: 'select * from items where user_id = $1 order by created_at desc limit $2 offset $3',
          values: [userId, limit, offset],
        }),
        pool.query({
          name: 'total',
          text: 'select count(*)::int as n from items where user_id = $1',
          values: [userId],
        }),
      ])
      return { items: page.rows, total: total.rows[0].n }
    },
    async get(id: string) {
      const { rows } = await pool.query({
        name: 'get',
        text: 'select * from items where id = $1',
        values: [id],
      })
      return rows[0]
    },
    async create(name: string, description: string | null) {
      const { rows } = await pool.query({
        name: 'create',
        text: 'insert into items (user_id, name, description) values ($1, $2, $3) returning *',
        values: [userId, name, description],
      })
      return rows[0]
    },
  }
}

/** Port, database and user as the benchmark passes them. */
export function readArguments() {
  const [port, databaseUrl, userId] = process.argv.slice(2)
  return { port: Number(port), databaseUrl: databaseUrl!, userId: Number(userId) }
}
