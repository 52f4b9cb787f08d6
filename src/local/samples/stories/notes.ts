import type { Desk } from '../story.ts'

/** The careless notebook: postcards, lost property and gossip in turn, see writeCarelessRss. */
export const notes: Desk = {
  name: 'notes',
  language: 'en',
  perDay: 3,
  places: ['Dovecote Lane', 'Pump Street', 'Miller’s Yard', 'Anchor Steps', 'Long Meadow'],
  authors: ['Bea'],
  closing: 'Seen from {place}.',
  stories: [
    {
      title: 'Postcard from the ferry',
      text: 'Grey sea, warm soup, and a gull that read the menu aloud near {place}.',
      tags: ['postcard'],
    },
    {
      title: 'One red glove & a song sheet on {place}',
      text: 'Both wait on the shelf by the door.',
      tags: ['found'],
    },
    {
      title: 'The kettle whistles again',
      text: 'The post office on {place} has a new one, in tune.',
      tags: ['gossip'],
    },
    {
      title: 'Postcard from the hill',
      text: 'Fog until ten, then {n} kites at once above {place}.',
      tags: ['postcard'],
    },
    {
      title: 'Left behind: {n} marbles in a hat',
      text: 'The hat is too small for anyone on {place}.',
      tags: ['found'],
    },
    {
      title: 'Two bakers, one recipe',
      text: 'On {place} they are speaking again, though only about cinnamon.',
      tags: ['gossip'],
    },
    {
      title: 'Postcard from the night train',
      text: 'The dining car serves toast at four, and everyone from {place} knows it.',
      tags: ['postcard'],
    },
    { title: 'Lost: the second half of a poem', text: 'It may rhyme with {place}.', tags: ['found'] },
    { title: 'The clock tower is early', text: 'By {n} seconds, and nobody minds.', tags: ['gossip'] },
    {
      title: 'Postcard from the allotment',
      text: 'Leeks taller than the new neighbour on {place}, who is not short.',
      tags: ['postcard'],
    },
    {
      title: 'A set of keys with a paper fish',
      text: 'Found on {place}, dry.',
      tags: ['found'],
    },
    {
      title: 'Choir practice moved to the ferry',
      text: 'The altos of {place} say it is for the echo.',
      tags: ['gossip'],
    },
  ],
}
