import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const FOLDER = '.github/workflows'
const workflows = readdirSync(FOLDER).map(
  (name) => [name, readFileSync(`${FOLDER}/${name}`, 'utf8')] as const,
)
const text = (name: string) => workflows.find(([each]) => each === name)![1]

/** The jobs of a workflow, each as it is written. */
const jobsOf = (workflow: string) =>
  workflow
    .slice(workflow.indexOf('\njobs:'))
    .split(/\n {2}(?=[\w-]+:\n)/)
    .slice(1)

describe('workflows', () => {
  it.each(workflows)('%s takes actions by commit, and may read only', (_, workflow) => {
    const actions = [...workflow.matchAll(/uses: (\S+)(.*)/g)].filter(([, name]) => !name!.startsWith('./'))
    for (const [line, name, comment] of actions) {
      expect([line, /@[0-9a-f]{40}$/.test(name!), /# v\d/.test(comment!)]).toEqual([line, true, true])
    }
    expect(workflow).toMatch(/\npermissions:\n {2}contents: read\n/)
    expect(workflow).not.toMatch(/: write/)
  })

  it('give no secret to what runs the code of a request', () => {
    for (const name of ['pull-request.yml', 'ci.yml']) {
      expect(text(name)).not.toMatch(/secrets[.:]|environment:|pull_request_target|workflow_run/)
    }
  })

  it('check out nothing of a request where there are secrets, and pass none of its texts to a shell', () => {
    for (const [, workflow] of workflows) {
      expect(workflow).not.toMatch(/ref: .*(head|pull_request)/)
      for (const [, script] of workflow.matchAll(/run: \|?\n?((?:.|\n {10})*)/g)) {
        expect(script).not.toMatch(/\$\{\{/)
      }
    }
    expect(text('preview.yml')).not.toMatch(/node .*request|npm .*\$REQUEST/)
  })

  it('keep the secrets of production and of previews in environments of their own', () => {
    for (const [name, environment] of [
      ['main.yml', 'production'],
      ['preview.yml', 'preview'],
    ]) {
      const withSecrets = jobsOf(text(name!)).filter((job) => job.includes('secrets.'))
      expect(withSecrets.length).toBeGreaterThan(1)
      for (const job of withSecrets) expect(job).toContain(`    environment: ${environment}\n`)
    }
    expect(text('preview.yml')).not.toContain('DATABASE_URL_DIRECT')
  })

  it('build the image of the home server and ask its health', () => {
    expect(text('ci.yml')).toMatch(/docker compose up .*--build[\s\S]*health\/ready/)
  })

  it('let the tests reach nine tenths of what is served, or fail', () => {
    expect(text('ci.yml')).toMatch(/^ {6}- run: npm run test:coverage$/m)
    expect(readFileSync('vitest.config.ts', 'utf8')).toContain(
      "thresholds: { 'src/!(local|migrate)/**': { lines: 90 } }",
    )
  })

  it('look each week for what is known of the packages, and for secrets', () => {
    expect(text('security.yml')).toMatch(/schedule:\n {4}- cron:/)
    expect(text('security.yml')).toMatch(/npm audit --omit=dev/)
    expect(text('security.yml')).toContain('gitleaks')
  })
})
