// Makes src/contract/types.ts from the server's exported schemas; with --check it only says whether it is stale.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { compile } from 'json-schema-to-typescript'

const folder = new URL('../src/contract/', import.meta.url)
const source = new URL('contract.json', folder)
const target = new URL('types.ts', folder)
const HEAD = '/* Made from contract.json by `npm run contract`; do not edit. */\n'

function nameOf(type) {
  return type
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
}

/** One schema with a member for each document type, so that shared parts are written once. */
function together(schemas) {
  const properties = Object.fromEntries(
    Object.entries(schemas).map(([type, schema]) => [type, { ...withoutMeta(schema), title: `${nameOf(type)}Doc` }]),
  )
  return { title: 'Documents', type: 'object', properties, required: Object.keys(schemas), additionalProperties: false }
}

function withoutMeta({ $schema: _schema, $id: _id, ...schema }) {
  return schema
}

const { schemas } = JSON.parse(await readFile(source, 'utf8'))
const made = await compile(together(schemas), 'Documents', {
  bannerComment: HEAD.trim(),
  style: { semi: false, singleQuote: true, printWidth: 110 },
  additionalProperties: false,
})

if (process.argv.includes('--check')) {
  const kept = await readFile(target, 'utf8').catch(() => '')
  if (kept !== made) {
    console.error(`${fileURLToPath(target)} is stale: run \`npm run contract\`.`)
    process.exit(1)
  }
} else {
  await writeFile(target, made)
}
