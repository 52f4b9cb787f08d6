import { childrenByRank, elementsOf, textOf, type XmlElement } from './xml-element.ts'

/** More than anybody names. */
export const MAX_PEOPLE = 100

const AUTHORS = [
  'author',
  'dc:creator',
  'itunes:author',
  'googleplay:author',
  'dc:author',
  'dcterms:creator',
  'creator',
  'managingeditor',
  'media:credit',
]

/**
 * The authors an element names, each as "Name (address)" or whichever of the two it has, from the first of
 * atom:author and RSS author, dc:creator, itunes:author and googleplay:author that names anyone.
 */
export function readAuthors(holder: XmlElement): string[] {
  const people = childrenByRank(holder, AUTHORS)
    .slice(0, MAX_PEOPLE)
    .filter(({ name, attributes }) => name !== 'media:credit' || attributes.get('role') === 'author')
    .map((person) => ({ name: person.name, said: readPerson(person) }))
    // "()" is left of an address that was taken out.
    .filter(({ said }) => /[\p{L}\p{N}]/u.test(said))
  return people.filter(({ name }) => name === people[0]?.name).map(({ said }) => said)
}

function readPerson(element: XmlElement): string {
  // A person described in RDF stands in an element of its own: `<dc:creator><foaf:Person>`.
  const described = elementsOf(element).find((child) => /(?:^|:)person$/.test(child.name))
  const person = described ?? element
  const part = (...names: string[]) =>
    elementsOf(person)
      .filter((child) => names.includes(child.name))
      .map((child) => textOf(child).trim())
      .find(Boolean)
  if (elementsOf(person).length === 0) return textOf(person).trim()
  const name = part('name', 'foaf:name')
  const email = part('email')
  if (name && email) return `${name} (${email})`
  const own = person.children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim()
  return name ?? email ?? (own || (part('uri', 'url', 'homepage') ? '' : textOf(person).trim()))
}
