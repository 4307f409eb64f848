// Every line of a report in Cucumber Messages against the schema that its protocol publishes.
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import Ajv from 'ajv/dist/2020.js'

const require = createRequire(import.meta.url)
const main = require.resolve('@cucumber/messages')
const root = main.slice(0, main.indexOf('@cucumber/messages') + '@cucumber/messages'.length)
const folder = path.join(root, 'schema')
const ajv = new Ajv({ strict: false })
const base = 'https://schema.example/'
for (const name of readdirSync(folder)) {
  const schema = JSON.parse(readFileSync(path.join(folder, name), 'utf8'))
  ajv.addSchema({ ...schema, $id: base + name }, base + name)
}
const validate = ajv.getSchema(base + 'Envelope.json')
const lines = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n')
const kinds = new Set()
for (const [index, line] of lines.entries()) {
  const message = JSON.parse(line)
  kinds.add(Object.keys(message)[0])
  if (!validate(message)) {
    console.error(`line ${index + 1}: ${ajv.errorsText(validate.errors)}\n${line.slice(0, 500)}`)
    process.exit(1)
  }
}
for (const kind of ['meta', 'pickle', 'testCaseStarted', 'attachment', 'testRunFinished']) {
  if (!kinds.has(kind)) throw new Error(`no ${kind} among ${[...kinds].join(', ')}`)
}
console.log(`${lines.length} messages keep to the schema`)
