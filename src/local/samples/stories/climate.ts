import { type Desk, readStories } from '../story.ts'

export const climate: Desk = {
  name: 'climate',
  language: 'en',
  perDay: 6,
  places: ['Saltmere', 'Brackney', 'Upper Fenwick', 'Cold Harbour', 'Linnet Cross', 'Marrowby', 'Eastwater'],
  authors: ['Leonie Hart', 'Samuel Achebe', 'Petra Lund'],
  closing: 'The council of {place} meets again in a fortnight.',
  stories: readStories(`
Tide mill in {place} grinds flour and charges bicycles | The restored wheel turns on every ebb. What the bakery does not need goes into a battery the size of a wardrobe, with a tide table taped to its door. | tide, energy
Solar roof pays for the village choir | Panels on the hall at {place} earned enough last summer for new music stands. The tenors asked for {n} more panels. | solar, village
How a heat pump learned to sing quietly | Neighbours in {place} complained about a low hum, so an instrument maker tuned the casing. The heat pump now murmurs in a pleasant B flat. | heat pump, design
Wind farm shares its view with {n} sheep | Grazing under the turbines keeps brambles away from the cables. The shepherd of {place} says the flock prefers the shade on the wind side. | wind, farming
Rain gardens keep cellars dry on Baker Street | Planted hollows beside the kerb swallowed {n} millimetres of rain in one evening. The fire brigade in {place} stayed at home. | rain, city
Old ferry returns with a battery in its engine room | The first crossing from {place} was so silent that passengers applauded. It recharges while cars are unloaded. | battery, transport
Seagrass meadow doubles in the lee of the pier | Divers counted {n} young plants for each old one. The meadow at {place} slows the tide and shelters pipefish. | tide, nature
{place} paints its flat roofs white before the summer | Rooms below stayed four degrees cooler in a trial. The paint does not get in the way of solar panels, which also like it cool. | solar, heat
Kite makers help to test a turbine without a tower | The prototype flies figures of eight where the wind is steady. It landed {n} times on the beach at {place}, once on a picnic. | wind, invention
Peat bog gets its water back, one small dam at a time | Volunteers closed {n} ditches with larch boards. After the first rain the cotton grass near {place} came back in white patches. | rain, peat
Second life for bus batteries at the ice rink | Too tired for hills, the packs are still strong enough to run the lights of {place} each evening. One battery is kept behind glass for school visits. | battery, reuse
Apple growers follow the frost with a phone and a thermometer | A network of {n} sensors tells orchards around {place} when to light candles. Solar cells the size of a stamp power each of them. | solar, orchards
Terraced houses swap boilers together | Eleven families in {place} share one borehole, and each its own heat pump. The street party paid for the digging. | heat pump, homes
Storm forecasters in {place} add a human footnote | Each wind warning now ends with a line from someone who lives there. Ships say they read the footnote first. | wind, weather
River swimming returns after {n} years | New basins catch the rain before it can overflow the sewers. The first to jump in at {place} was the mayor, in a borrowed suit. | rain, river
Lighthouse keeper’s diary becomes a climate record | Every tide since 1911 is noted in the same green ink. Researchers reading it in {place} found {n} missing days, all of them Christmas. | tide, history
Market stalls run on sunshine by noon | Folding solar canopies cool the fish and light the scales. Traders at {place} have sold the petrol generator to a museum. | solar, market
Hedges beat fences in a gale, measurements show | A row of hawthorn slowed the wind for {n} metres behind it. Farmers near {place} are planting what their grandparents removed. | wind, farming
School in {place} stores summer heat under its playground | Pipes in the gravel keep the warmth until November. A small heat pump does the rest and has its own window. | heat pump, school
Umbrella library opens at the tram stop | Borrow one in the rain and hang it up wherever you get off. Of {n} umbrellas, {place} has lost two and gained five. | rain, city
Beavers finish a dam the county had budgeted for | The ponds above {place} now hold back {n} hours of rain. The animals have not sent an invoice. | rain, wildlife
Cargo bike couriers race a delivery van, politely | Eleven parcels, one hill, and a headwind: the bikes arrived first in {place}. Their battery packs had half a charge to spare. | battery, transport
Vineyard plants almonds between the rows | The trees break the wind and flower before the vines wake. {place} expects its first marzipan in two years. | wind, farming
Thermal camera evening fills the village hall | Residents of {place} borrowed the device and found {n} cold corners. The draughtiest house won a visit from the heat pump engineer. | heat pump, homes
Oyster reef softens the blow of winter waves | Crates of shells were lowered at the lowest tide of the year. Behind them, {place} has kept its beach. | tide, coast
Bus shelter wears a meadow for a hat | Stonecrop drinks the rain and bees ignore the timetable. {place} will plant {n} more before May. | rain, city
Balcony panels turn tenants into power plants | A plug, two hooks and a friendly landlord are enough. In {place}, {n} solar kits were sold out by lunchtime. | solar, homes
Ice cream van parks its engine for good | A second-hand battery keeps the vanilla firm all afternoon. Children in {place} can finally hear the bell. | battery, summer
Weathervane maker cannot keep up with orders | Since the forecast began quoting it, everyone in {place} wants the copper heron. It points into the wind with its beak. | wind, craft
Cellar of the town brewery warms the swimming pool | Fermentation gives off heat around the clock. A heat pump as big as a piano carries it across the square in {place}. | heat pump, city
Salt marsh moves inland, and the path moves with it | Planks were shifted by {n} metres so that walkers keep dry feet. The tide at {place} had made its own arrangements. | tide, nature
Shepherds, drones and a shared calendar for grazing | Grass on the dyke above {place} has never been so even. The drone lands when the wind picks up, the dog does not. | wind, farming
Desert greenhouse drinks from the fog | Nets gather {n} litres before breakfast. It has not seen rain since the seedlings came from {place}. | rain, farming
Grandparents’ shutters beat the heatwave | A study in {place} compared old slats with new blinds. Closed by ten, they saved more than the solar awning. | solar, homes
Tugboat tows its first barge without a drop of fuel | The battery fills half the hold, and the captain of {place} misses only the smell. | battery, harbour
Kelp farmers harvest by moonlight to please the crabs | At slack tide the ropes come up clean. {place} feeds {n} cows with what the restaurants leave. | tide, food
Old quarry becomes a lake that stores the night | Water climbs when the sun shines and falls when kettles boil. Solar fields around {place} pay for the pumps. | solar, storage
Hailstones collected in freezers help the forecast | Volunteers from {place} mailed {n} of them in thermos flasks. Their rings tell how often they rose and fell before the rain. | rain, science
Chapel bell rung by a breeze | The sexton of {place} is ninety and grateful. A small sail winds the rope whenever there is wind enough. | wind, village
Basement laundry dries shirts with borrowed air | The heat pump passes warmth from one drum to the next. Tenants in {place} have stopped fighting over the line. | heat pump, homes
Fish ladder opens with a brass band on the weir | {n} eels went up in the first week. At high tide the salmon at {place} do not even need the steps. | tide, river
Gutters of a theatre play in a minor key | Copper pipes of different lengths catch the rain on the roof in {place}. Rehearsals are cancelled in drizzle. | rain, culture
Toolmaker swaps gas forge for a coil | Iron glows in {n} seconds, and the smith’s eyebrows have grown back. The current comes from solar sheds behind {place}. | solar, craft
Mountain hut counts every kettle | A display by the door shows what the battery has left. Guests above {place} now sing instead of charging phones. | battery, mountains
Flood markers repainted by those who remember | The highest line is {n} years old. In {place}, each school class adopts one and reads the rain gauge beside it. | rain, history
Spinach under panels grows slower and sweeter | Half shade suits it, and the pickers too. The trial near {place} pairs {n} beds with solar rows. | solar, farming
Sailing freighter brings coffee on the trade winds | It took {n} days and arrived smelling of cinnamon. {place} roasters met it at the quay with a drum. | wind, shipping
Heat from the data hall grows tomatoes next door | One warm pipe, one heat pump and {n} varieties. The cook in {place} names the sauces after protocols. | heat pump, food
`),
}
