import { type Desk, readStories } from '../story.ts'

export const space: Desk = {
  name: 'space',
  language: 'en',
  perDay: 6,
  places: ['Quillmoor', 'Saint Orrin', 'Lowther Peak', 'Windle Bay', 'Ashgrove', 'Pell Island', 'Tarnholm'],
  authors: ['Ines Okafor', 'Tobias Wren', 'Maud Ellery'],
  closing: 'Clear skies are forecast for {place} until the weekend.',
  stories: readStories(`
A borrowed telescope brings {n} neighbours onto one roof in {place} | The library lends its telescope for a night at a time, and last week nobody wanted to give it back. Saturn’s rings drew the longest queue. | telescope, community
Schoolchildren name a crater on the far side of the moon | A class from {place} won the vote with the name of its late caretaker, who had let them stay up for every eclipse. The moon map will carry it from next year. | moon, school
Comet Harrow-Vint grows a second tail | Observers at {place} were first to report the fork. The comet passes closest to Earth in {n} days and should be visible in binoculars before dawn. | comet, observing
Tiny satellite built in a {place} garage phones home | After {n} silent orbits the shoebox-sized satellite sent its first temperature reading. Its three builders had already gone to bed and heard it on the recording. | satellite, amateur radio
Lava planet turns out to have weather after all | Brightness readings show clouds of mineral dust drifting across the planet’s day side. The team in {place} compares them to sandstorms that never land. | planet, research
Night bus timetable changes so {place} can see the stars | Street lights along the depot now dim at eleven. The astronomy club’s telescope, unused for years, has a waiting list of {n}. | telescope, dark skies
Retired engineer finds a lost probe in old radio tapes | The faint carrier wave had been filed under noise since the eighties. It places the satellite in a slow orbit that nobody at {place} had thought to check. | satellite, archives
Moon dust proves a stubborn ingredient for bricks | The kiln at {place} baked {n} test bricks from imitation moon soil. Two held the weight of a car; the rest crumbled politely. | moon, materials
Weather balloon from {place} photographs the curve of the Earth | The camera landed in a hedge {n} kilometres away, next to a puzzled pony. One frame caught a satellite glinting above the horizon. | satellite, balloon
Two amateurs beat a survey to a wandering comet | They noticed a smudge in the corner of a holiday picture taken near {place}. The comet will carry both surnames, in alphabetical order. | comet, discovery
Why the smallest planet keeps shrinking | New maps show that Mercury has wrinkled more recently than thought. The planet has lost about {n} metres of radius while its core cooled. | planet, geology
Observatory dome at {place} turns by hand again | When the motor failed, volunteers found the original crank behind a cupboard. The telescope has not lost a single clear night since. | telescope, repair
Fishing fleet navigates by satellite, and by owl | Skippers out of {place} check three positions before the harbour bar. The wooden owl on the pier, they say, has never needed an update. | satellite, navigation
Eclipse breakfast sells out within the hour | The café in {place} will serve {n} plates while the moon crosses the sun. Paper glasses come with the toast. | moon, eclipse
A quiet star is caught swallowing its planet | The flash lasted ten days and left a ring of warm dust. Astronomers in {place} had pointed their instrument there to test a new filter. | planet, stars
Mirror for the southern telescope survives a bumpy ferry | The crate had its own cabin on the crossing to {place}. Polishing resumes on Monday, {n} nanometres at a time. | telescope, engineering
Ice found where the sun never reaches | Radar shows frozen water in a pit near the moon’s south pole. It would fill the swimming pool at {place} roughly {n} times. | moon, water
Grandmother’s sketchbooks date a famous comet | Pencil drawings kept in {place} show the tail on {n} successive evenings. They settle an argument about when it began to fade. | comet, history
Listening station in {place} opens its doors on Sundays | Visitors can steer the small dish and hear a weather satellite pass overhead. The biscuits are homemade. | satellite, visit
Rings around a dwarf planet puzzle modellers | They lie further out than theory permits. A group in {place} suspects a small, dark companion that nudges the grains back in line. | planet, research
Meteorite cools down in a bucket of rainwater | It came through the greenhouse in {place} and missed the tomatoes. The museum traded it for a lifetime of tickets and a small telescope. | telescope, meteorite
The astronaut who answers every postcard | {n} cards arrived from {place} alone, most of them asking what the moon smells like. Burnt matches, she writes back. | moon, people
Solar sail unfolds like a paper crane | The satellite’s foil opened in one piece after {n} rehearsals in a gym at {place}. A retired origami teacher had drawn the creases. | satellite, engineering
Farmers ask for longer twilight, get a lecture instead | The talk in the barn at {place} explained why dusk lasts as it does. A planet with a tilt, it turns out, owes nobody an apology. | planet, talk
Blind listeners map the sky by ear | Brightness becomes pitch, and a comet a slow glissando. The recordings from {place} have found {n} variable stars so far. | comet, sound
Old cinema reopens as a planetarium | The projector fills the dome of the former Rialto in {place}. Seats recline just far enough to see every planet and not far enough to sleep. | planet, culture
How to polish glass to a tenth of a wavelength | A workshop in {place} needs {n} strokes, a pot of pitch and patience. Each telescope leaves with the maker’s thumbprint on its cell. | telescope, craft
Laser ranging says goodnight to a drifting neighbour | Our companion recedes by less than four centimetres a year. The station at {place} has bounced light off the moon since before its staff were born. | moon, measurement
Cat interrupts live docking, becomes mission mascot | It walked across the console in {place} as the satellite closed the last {n} metres. The patch has whiskers. | satellite, mission
Twin worlds share a single cloud | Two gas giants orbit so close that one planet draws vapour from the other. Simulations ran for {n} days on borrowed computers in {place}. | planet, simulation
Postal stamp honours the woman who timed meteors | She counted from her window in {place} for forty winters. The comet that feeds the shower is shown in silver. | comet, history
Antarctic camp reports the steadiest air on Earth | A robotic telescope no taller than a child stood through {n} storms. Its pictures rival those of mountain tops, says the team from {place}. | telescope, polar
Debris catcher practises on a frisbee | The net closed on the third throw over the lawn in {place}. Next year it is to fetch a dead satellite home. | satellite, debris
Harvest supper under a blood-red eclipse | The long table in {place} seated {n} people, and nobody lit a lamp. The moon took its time and so did the pudding. | moon, eclipse
Quiet radio zone earns its silence the hard way | Microwave ovens in {place} now live in a shared, shielded hut. In return the telescope hears hydrogen that left before the dinosaurs. | telescope, radio
Dust from a passing visitor tells of another sun | The grains caught near Jupiter match no recipe at home. They came with a comet, says the laboratory in {place}, and will not be weighed in a hurry. | comet, chemistry
Nursery rhyme helps a rover steer | Its left and right wheels follow the rhythm on soft sand. Children in {place} sang {n} verses for the test drive across a make-believe planet. | planet, rover
Bakers settle the shape of Pluto’s heart | A spinning disc of dough in {place} flattened just as the model said. The dwarf planet remains uneaten. | planet, baking
Tracking ship becomes a floating school | It once followed every satellite launched over the Pacific. Now {n} pupils from {place} learn knots and orbits on the same deck. | satellite, school
Clock on a mountain runs faster, as promised | Two clocks parted for a month, one of them beside the telescope above {place}. They came back {n} billionths of a second apart. | telescope, time
Sunrise photographed from inside a lunar pit | The lander lowered its camera on a cable as thin as spaghetti. The picture shows the moon in colours that {place} painters call improbable. | moon, photography
Sixth-form club predicts a star’s blink to the minute | An unseen companion was about to pass in front. The {place} pupils have since calculated the weight of that planet and bought cake. | planet, school
A tail without a head wanders past Mars | The nucleus broke up weeks ago, yet the dust flies on in formation. Observers in {place} follow what remains of the comet until spring. | comet, observing
Tin-can antenna picks up whispers from orbit | The parts cost less than a train ticket from {place}. It has logged {n} passes of a satellite that reports on whales. | satellite, radio
Insurance office recalculates the odds of falling stars | One claim in {n} years, for a dented postbox in {place}. The comet was blamed at first and has since been cleared. | comet, numbers
Carpenters build a moon calendar without a single screw | Wooden wheels show the phase for the next three centuries. It hangs in the station hall at {place}, right by the night train. | moon, craft
New glass keeps starlight in and headlights out | A coating tested in {place} swallows the yellow of street lamps. The city telescope shows galaxies again, {n} of them in one weekend. | telescope, light
Goodbye message from a tired orbiter | It sent {n} last lines of data before the batteries froze. The control room in {place} stood up, and someone opened a window towards the planet. | planet, mission
Lost glove circles the Earth every ninety minutes | It drifted off during a repair {n} years ago and still waves. A tracker in {place} lists it between a satellite and a spatula. | satellite, curiosities
Sundial for the blind keeps time by warmth | Bronze grooves in the park at {place} heat up hour by hour. At night a second ring follows the moon with a click. | moon, craft
Geologists lick their way through a meteorite drawer | Salt, iron, burnt toast: the tasting notes from {place} fill {n} cards. One sample may be a chip of a vanished planet. | planet, geology
Snowstorm of frozen methane seen in ultraviolet | The flakes fell upwards for {n} minutes as the sun rose. The comet had been watched from {place} for eleven weeks. | comet, research
Grain silo turned inside out watches for cosmic rays | Mirrors line its walls, and sparrows have moved to the annexe. The odd telescope of {place} counts {n} flashes a night. | telescope, particles
Night school graduates its oldest orbit mechanic | She is eighty-one and did the sums by hand. {place} has asked her to bring down a satellite without breaking anything. | satellite, people
`),
}
