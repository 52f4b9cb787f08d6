import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import pkg from '../../package.json' with { type: 'json' }
import { PARTS, packPart } from '../../src/local/parts/pack.ts'
import { useBlankDatabase } from './blank-database.ts'

const run = promisify(execFile)
const root = mkdtempSync(join(tmpdir(), 'morning-brief-parts-'))
// Who is root runs Postgres as another user, who must be let in.
chmodSync(root, 0o755)
afterAll(() => rmSync(root, { recursive: true, force: true }))
const database = useBlankDatabase('select')

/** The example of a part's page, as somebody who copies it runs it. */
const exampleOf = (part: string) =>
  /```ts\n([\s\S]*?)```/.exec(readFileSync(`docs/parts/${part}.md`, 'utf8'))![1]!

/** An empty project with the package: the long form installs it by npm, the short one links what npm would bring. */
async function install(folder: string): Promise<string> {
  const part = PARTS.find((each) => each.folder === folder)!
  const tarball = packPart(part, join(root, 'packed'))
  const project = join(root, folder)
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{"name":"empty","private":true,"type":"module"}')
  const driver = '@neondatabase/serverless'
  if (process.env.LONG) {
    const packages = [
      tarball,
      `${driver}@${pkg.dependencies[driver]}`,
      `@types/node@${pkg.devDependencies['@types/node']}`,
    ]
    await run('npm', ['install', '--silent', ...packages], { cwd: project })
    return project
  }
  const home = join(project, 'node_modules', `morning-brief-${folder}`)
  mkdirSync(home, { recursive: true })
  await run('tar', ['-xzf', tarball, '-C', home, '--strip-components=1'])
  const { dependencies, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(home, 'package.json'), 'utf8'),
  )
  const names = [...Object.keys(dependencies), ...Object.keys(optionalDependencies), driver]
  // Each of them is what package.json pins, or it would not be the one of this project.
  for (const scope of new Set(names.map((name) => name.split('/')[0]!)))
    symlinkSync(resolve('node_modules', scope), join(project, 'node_modules', scope))
  return project
}

const node = (project: string, file: string) =>
  run(process.execPath, [file], { cwd: project, env: { PATH: process.env.PATH, TMPDIR: root } })

describe.each(['neon', 'postgres'])('the part %s, as an npm package in an empty project', (folder) => {
  let project = ''
  beforeAll(async () => {
    project = await install(folder)
  }, 300_000)

  it('does what its page shows', async () => {
    const upstream = new URL(database.directUrl)
    const example = exampleOf(folder)
      .replace(
        "host: '127.0.0.1', port: 5432, user: 'postgres', password: 'secret'",
        () =>
          `host: '${upstream.hostname}', port: ${upstream.port}, user: '${decodeURIComponent(upstream.username)}', password: '${decodeURIComponent(upstream.password)}'`,
      )
      .replace("'.postgres'", `'${join(project, 'data')}'`)
    writeFileSync(join(project, 'example.js'), example)
    const { stdout } = await node(project, 'example.js')
    expect(stdout).toMatch(folder === 'neon' ? /two: 2/ : /answer: 42/)
  })

  it('has its types', async () => {
    writeFileSync(join(project, 'types.ts'), exampleOf(folder))
    const compiler = resolve('node_modules/typescript/bin/tsc')
    const flags = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--skipLibCheck',
      '--types',
      'node',
    ]
    const roots = ['--typeRoots', resolve('node_modules/@types')]
    await expect(
      run(process.execPath, [compiler, ...flags, ...roots, 'types.ts'], { cwd: project }),
    ).resolves.toBeTruthy()
  })
})
