import { type Desk, readStories } from '../story.ts'

export const software: Desk = {
  name: 'software',
  language: 'en',
  perDay: 6,
  places: ['Corrie Dale', 'Northgate', 'Fennimore', 'Vale of Ost', 'Pinehurst Quay', 'Hollin', 'Mossley'],
  authors: ['Priya Raman', 'Jonas Falk', 'Odette Quill'],
  closing: 'The next meet-up in {place} is on the first Thursday of the month.',
  stories: readStories(`
Bug from 1994 retires with a small ceremony | The date routine had outlived three companies. Its open source maintainers in {place} cut a cake before they merged the fix. | open source, bugs
A keyboard for people who knit | The keys sit where the needles would. Its maker in {place} has shipped {n} kits and answers every letter, in wool if asked. | keyboard, hardware
Library catalogue in {place} rewritten by its own readers | The new software finds a book by the colour of its spine. It went live after {n} Saturdays of tea and testing. | software, library
Robot gardener learns when to leave the weeds alone | Poppies confused it for two seasons. Now the robot asks a beekeeper in {place} and waits for the answer. | robot, garden
Chip with {n} transistors, each large enough to see | The teaching kit is laid out like a city map. Pupils in {place} follow a one and a zero through the chip with a finger. | chip, teaching
What a small database taught a large bank | An embedded open source engine replaced a room of servers at a branch in {place}. The room is now a crèche. | open source, databases
Repair café writes the manual nobody printed | Volunteers photographed {n} screws in order. The robot vacuum in question has been running in {place} ever since. | robot, repair
Typeface drawn for tired eyes is free for everyone | Letters that look alike were pulled gently apart. The software that checks them was written on trains between {place} and the coast. | software, type
Ticket machine in {place} apologises, then improves | A new release lets travellers undo the last step. The software team rode along for {n} days and took notes. | software, transport
Split keyboard survives a year at sea | Salt, soup and one albatross could not stop it. The sailor from {place} publishes the design under an open licence. | keyboard, sailing
Compiler error messages, rewritten by a poet | Each says what is wrong, where, and what to try. The open source project in {place} measured {n} percent fewer questions from beginners. | open source, language
Chess robot concedes, and offers a handshake | The arm was built from curtain rails. Its owner in {place} taught it to lose gracefully before it learned to win. | robot, chess
Chip factory opens a window onto its clean room | Passers-by in {place} can watch wafers glide past. A screen explains which of the {n} steps they are seeing. | chip, industry
Mesh network keeps {place} talking through the storm | Forty roofs passed messages along when the mast fell. The software fits on a chip that costs less than a coffee. | software, networks
Braille display made from bicycle parts wins a prize | Spokes lift the dots, a dynamo powers them. Instructions are open source and have been built in {n} towns, {place} among them. | open source, accessibility
Spreadsheet turns forty, and still balances | The parish accounts of {place} were never moved to anything newer. The software runs in a browser now, menus and all. | software, history
Orchestra tunes itself with a pocket chip | The device listens to the oboe and hums the interval. Its inventor plays second viola in {place} and prefers to stay there. | chip, music
One-handed keyboard layouts compared over {n} weeks | No layout won every test. The one from {place} was slowest to learn and the hardest to forget. | keyboard, study
Warehouse robot given a bell after staff petition | It rings at corners and on birthdays. Accidents in the {place} depot are down to none. | robot, work
Map of footpaths passes its millionth correction | A stile near {place} was on the wrong side of the hedge. The open source map thanked the walker by name. | open source, maps
Password written on the lighthouse wall since 1988 | The museum in {place} left it there, behind glass. Its software has been unplugged and forgiven. | software, history
Teenagers teach pensioners, then swap | Half an hour of spreadsheets against half an hour of darning. {n} pairs have formed in {place}, one over a broken keyboard. | keyboard, community
Weather buoy reboots itself with a hammer | A float lifts the mallet when the chip goes quiet for {n} hours. Engineers in {place} are proud and a little ashamed. | chip, sea
Public transport data freed by a patient letter writer | It took {n} letters. The open source timetable of {place} now knows about the dog on the 14:10. | open source, transport
Sewing robot finishes the last button | Buttonholes had defeated it for years. The tailors of {place} clapped, then showed the robot a zip. | robot, craft
Kitchen scale speaks the local dialect | Volunteers from {place} recorded {n} numbers. The firmware is open source, and laughs at anything over a kilo of butter. | open source, kitchen
A font of quiet punctuation for legal texts | Lawyers asked for commas one can see. The software in {place} marks each with a hairline pause. | software, type
Glasshouse chip counts butterflies by wingbeat | It sips so little current that a lemon powers it for {n} days. The garden at {place} uses limes in winter. | chip, nature
Bus drivers design their own dashboard | They threw out {n} lamps and kept the clock. Collisions with hedges around {place} have halved since the software was changed. | software, transport
Museum loans its first computer to a dentist | She is the only one in {place} who still reads its tapes. The keyboard came back cleaner than it left. | keyboard, history
Snow plough robot refuses to wake the hedgehogs | It slows at every leaf pile on the campus in {place}. Deliveries arrive {n} minutes later, to general approval. | robot, winter
Crossword setters get a tool that knows when to stop | It proposes words and never clues. The open source program was written by two sisters in {place}. | open source, games
Pocket radio with a single knob outsells the clever one | Inside is a chip from 1979 and a spring. The factory in {place} has hired {n} people to wind it. | chip, design
Version control for recipes reaches the bakery | Every change to the rye has a date and a reason. In {place} the software settled who first added caraway. | software, food
Harbour crane learns balance from a tightrope walker | She wore {n} sensors and a feather hat. The robot arm at {place} now sways less in a gust. | robot, harbour
Typing club meets to write to strangers | They bring a portable keyboard and blotting paper. {n} letters left {place} last winter, and thirty came back. | keyboard, letters
Forgotten email list is still arguing about tabs | It has run on the same machine in {place} since 1996. Its open source archive holds {n} apologies. | open source, history
Cheap sensor finds the leak beneath the square | The chip heard it before the fountain did. {place} has dug one hole instead of twenty. | chip, city
Translation of a manual wins a literary prize | The jury in {place} praised its chapter on error codes. The software itself has been called dry. | software, books
Drawing robot signs its pictures with a smudge | It dips its own brush and now and then its sleeve. The gallery in {place} sold {n} sheets. | robot, art
Signal box simulator trains the night shift | Levers of oak, screen of paper, and {n} trains that never leave. The software was a pensioner’s gift to {place}. | software, railway
Fork of a fork reunites after nine years | The maintainers met on a ferry to {place} and merged over soup. The open source project has kept both logos. | open source, people
Left-handed keyboard, built on a dare, goes on sale | Its inventor lost a bet in {place} and won a market. The first batch of {n} went to guitarists. | keyboard, hardware
Vote counting machine explained with marbles | Anyone may open the lid in {place} and roll one through. The chip only watches, and the paper is what counts. | chip, democracy
Ward robot brings water and tells one joke a day | Nurses in {place} choose it each morning. Of {n} jokes, the one about the duck is requested most. | robot, health
Backup of the village found in a biscuit tin | Deeds, births and the football results fill {n} cassettes. The software to read them was rewritten in {place} within a week. | software, archives
Bridge inspectors share their checklist with the world | It covers rust, rivets and swallows. The open source form from {place} is now used in {n} languages. | open source, bridges
Laptop survives the washing-up, loses one key | The owner types around it. Friends in {place} carved a new letter for the keyboard from a cherry stone. | keyboard, repair
`),
}
