import type { Desk } from '../story.ts'

export const software: Desk = {
  name: 'software',
  language: 'en',
  perDay: 5,
  places: ['Corrie Dale', 'Northgate', 'Fennimore', 'Vale of Ost', 'Pinehurst Quay', 'Hollin', 'Mossley'],
  authors: ['Priya Raman', 'Jonas Falk', 'Odette Quill'],
  closing: 'The next meet-up in {place} is on the first Thursday of the month.',
  stories: [
    {
      title: 'Bug from 1994 retires with a small ceremony',
      text: 'The date routine had outlived three companies. Its open source maintainers in {place} cut a cake before they merged the fix.',
      tags: ['open source', 'bugs'],
    },
    {
      title: 'A keyboard for people who knit',
      text: 'The keys sit where the needles would. Its maker in {place} has shipped {n} kits and answers every letter, in wool if asked.',
      tags: ['keyboard', 'hardware'],
    },
    {
      title: 'Library catalogue in {place} rewritten by its own readers',
      text: 'The new software finds a book by the colour of its spine. It went live after {n} Saturdays of tea and testing.',
      tags: ['software', 'library'],
    },
    {
      title: 'Robot gardener learns when to leave the weeds alone',
      text: 'Poppies confused it for two seasons. Now the robot asks a beekeeper in {place} and waits for the answer.',
      tags: ['robot', 'garden'],
    },
    {
      title: 'Chip with {n} transistors, each large enough to see',
      text: 'The teaching kit is laid out like a city map. Pupils in {place} follow a one and a zero through the chip with a finger.',
      tags: ['chip', 'teaching'],
    },
    {
      title: 'What a small database taught a large bank',
      text: 'An embedded open source engine replaced a room of servers at a branch in {place}. The room is now a crèche.',
      tags: ['open source', 'databases'],
    },
    {
      title: 'Repair café writes the manual nobody printed',
      text: 'Volunteers photographed {n} screws in order. The robot vacuum in question has been running in {place} ever since.',
      tags: ['robot', 'repair'],
    },
    {
      title: 'Typeface drawn for tired eyes is free for everyone',
      text: 'Letters that look alike were pulled gently apart. The software that checks them was written on trains between {place} and the coast.',
      tags: ['software', 'type'],
    },
    {
      title: 'Ticket machine in {place} apologises, then improves',
      text: 'A new release lets travellers undo the last step. The software team rode along for {n} days and took notes.',
      tags: ['software', 'transport'],
    },
    {
      title: 'Split keyboard survives a year at sea',
      text: 'Salt, soup and one albatross could not stop it. The sailor from {place} publishes the design under an open licence.',
      tags: ['keyboard', 'sailing'],
    },
    {
      title: 'Compiler error messages, rewritten by a poet',
      text: 'Each says what is wrong, where, and what to try. The open source project in {place} measured {n} percent fewer questions from beginners.',
      tags: ['open source', 'language'],
    },
    {
      title: 'Chess robot concedes, and offers a handshake',
      text: 'The arm was built from curtain rails. Its owner in {place} taught it to lose gracefully before it learned to win.',
      tags: ['robot', 'chess'],
    },
    {
      title: 'Chip factory opens a window onto its clean room',
      text: 'Passers-by in {place} can watch wafers glide past. A screen explains which of the {n} steps they are seeing.',
      tags: ['chip', 'industry'],
    },
    {
      title: 'Mesh network keeps {place} talking through the storm',
      text: 'Forty roofs passed messages along when the mast fell. The software fits on a chip that costs less than a coffee.',
      tags: ['software', 'networks'],
    },
    {
      title: 'Braille display made from bicycle parts wins a prize',
      text: 'Spokes lift the dots, a dynamo powers them. Instructions are open source and have been built in {n} towns, {place} among them.',
      tags: ['open source', 'accessibility'],
    },
    {
      title: 'Spreadsheet turns forty, and still balances',
      text: 'The parish accounts of {place} were never moved to anything newer. The software runs in a browser now, menus and all.',
      tags: ['software', 'history'],
    },
    {
      title: 'Orchestra tunes itself with a pocket chip',
      text: 'The device listens to the oboe and hums the interval. Its inventor plays second viola in {place} and prefers to stay there.',
      tags: ['chip', 'music'],
    },
    {
      title: 'One-handed keyboard layouts compared over {n} weeks',
      text: 'No layout won every test. The one from {place} was slowest to learn and the hardest to forget.',
      tags: ['keyboard', 'study'],
    },
    {
      title: 'Warehouse robot given a bell after staff petition',
      text: 'It rings at corners and on birthdays. Accidents in the {place} depot are down to none.',
      tags: ['robot', 'work'],
    },
    {
      title: 'Map of footpaths passes its millionth correction',
      text: 'A stile near {place} was on the wrong side of the hedge. The open source map thanked the walker by name.',
      tags: ['open source', 'maps'],
    },
  ],
}
