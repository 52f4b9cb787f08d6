import { execFileSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/**
 * `npm run migrate:pack [folder]`: this tool as a package, a .tgz file that any project can install. It is compiled, with
 * the types, since Node runs no TypeScript below node_modules. Its dependencies are those of this project, as pinned here.
 */
const root = resolve(import.meta.dirname, '../..')
const target = resolve(process.argv[2] ?? join(root, 'dist'))
const build = join(target, 'migrate')

/** What the sources import from packages; the rest is Node's. */
const needed = ['commander', 'jiti', 'pg', '@types/pg']
/** What some commands take from the project that they run in: without these, up, rollback and status work all the same. */
const optional = { 'drizzle-kit': '>=0.24.0 || >=1.0.0-beta.1', 'squawk-cli': '>=2.0.0' }

const project = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const pinned = (name: string) => [name, project.devDependencies[name]]

rmSync(build, { recursive: true, force: true })
mkdirSync(build, { recursive: true })
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
run(process.execPath, [compiler, '-p', import.meta.dirname, '--outDir', build])
for (const path of globSync('**/*.d.ts', { cwd: build })) {
  const text = readFileSync(join(build, path), 'utf8')
  // The compiler rewrites the imports of programs, but not those of types.
  writeFileSync(join(build, path), text.replace(/(['"])(\.{1,2}\/[^'"]+)\.ts\1/g, '$1$2.js$1'))
}
for (const [from, name] of [
  [join(root, 'LICENSE'), 'LICENSE'],
  [join(import.meta.dirname, 'README.md'), 'README.md'],
])
  copyFileSync(from!, join(build, name!))
writeFileSync(
  join(build, 'package.json'),
  JSON.stringify(
    {
      name: `${project.name}-migrate`,
      version: project.version,
      description: 'Migrations for drizzle-kit folders on Postgres: locked, verified, reversible.',
      license: project.license,
      type: 'module',
      // require() of this package works in a CommonJS project from here on.
      engines: { node: '>=22.12' },
      bin: { migrate: './cli.js' },
      exports: { '.': { types: './index.d.ts', default: './index.js' }, './package.json': './package.json' },
      dependencies: Object.fromEntries(needed.map(pinned)),
      peerDependencies: optional,
      peerDependenciesMeta: Object.fromEntries(
        Object.keys(optional).map((name) => [name, { optional: true }]),
      ),
    },
    null,
    2,
  ),
)
const npm = process.env.npm_execpath
const pack = ['pack', '--silent', '--pack-destination', target]
const name = npm ? run(process.execPath, [npm, ...pack]) : run('npm', pack)
console.log(join(target, name.trim()))

function run(command: string, args: string[]): string {
  return execFileSync(command, args, { cwd: build, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}
