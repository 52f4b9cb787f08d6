import { type Desk, readStories } from '../story.ts'

/** The stories of a careless site: postcards, lost property and gossip in turn; see writeCarelessRss. */
export const notes: Desk = {
  name: 'notes',
  language: 'en',
  perDay: 3,
  places: ['Dovecote Lane', 'Pump Street', 'Miller’s Yard', 'Anchor Steps', 'Long Meadow'],
  authors: ['Bea'],
  closing: 'Seen from {place}.',
  stories: readStories(`
Postcard from the ferry | Grey sea, warm soup, and a gull that read the menu aloud near {place}. | postcard
One red glove & a song sheet on {place} | Both wait on the shelf by the door. | found
The kettle whistles again | The post office on {place} has a new one, in tune. | gossip
Postcard from the hill | Fog until ten, then {n} kites at once above {place}. | postcard
Left behind: {n} marbles in a hat | The hat is too small for anyone on {place}. | found
Two bakers, one recipe | On {place} they are speaking again, though only about cinnamon. | gossip
Postcard from the night train | The dining car serves toast at four, and everyone from {place} knows it. | postcard
Lost: the second half of a poem | It may rhyme with {place}. | found
The clock tower is early | By {n} seconds, and nobody minds. | gossip
Postcard from the allotment | Leeks taller than the new neighbour on {place}, who is not short. | postcard
A set of keys with a paper fish | Found on {place}, dry. | found
Choir practice moved to the ferry | The altos of {place} say it is for the echo. | gossip
`),
}
