/** Checks documents against the server's own schemas before they are saved. */
import { Validator, type Schema } from '@cfworker/json-schema'

import { contract } from './contract'

const validators = new Map<string, Validator>()

/** Paths of the fields that do not fit, empty when the document does. A type without a schema never fits. */
export function problemsOf(type: string, document: Record<string, unknown>): string[] {
  const validator = validatorFor(type)
  if (!validator) return ['type']
  const { valid, errors } = validator.validate(document)
  if (valid) return []
  const deepest = errors.map((error) => error.instanceLocation.replace(/^#\/?/, '').replaceAll('/', '.'))
  return [...new Set(deepest.filter(Boolean))].sort()
}

function validatorFor(type: string): Validator | null {
  const known = validators.get(type)
  if (known) return known
  const schema = contract.schemas[type]
  if (!schema) return null
  // This runs without eval: the pages' Content-Security-Policy forbids it.
  const made = new Validator(schema as Schema, '2020-12', false)
  validators.set(type, made)
  return made
}
