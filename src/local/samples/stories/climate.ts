import type { Desk } from '../story.ts'

export const climate: Desk = {
  name: 'climate',
  language: 'en',
  perDay: 5,
  places: ['Saltmere', 'Brackney', 'Upper Fenwick', 'Cold Harbour', 'Linnet Cross', 'Marrowby', 'Eastwater'],
  authors: ['Leonie Hart', 'Samuel Achebe', 'Petra Lund'],
  closing: 'The council of {place} meets again in a fortnight.',
  stories: [
    {
      title: 'Tide mill in {place} grinds flour and charges bicycles',
      text: 'The restored wheel turns on every ebb. What the bakery does not need goes into a battery the size of a wardrobe, with a tide table taped to its door.',
      tags: ['tide', 'energy'],
    },
    {
      title: 'Solar roof pays for the village choir',
      text: 'Panels on the hall at {place} earned enough last summer for new music stands. The tenors asked for {n} more panels.',
      tags: ['solar', 'village'],
    },
    {
      title: 'How a heat pump learned to sing quietly',
      text: 'Neighbours in {place} complained about a low hum, so an instrument maker tuned the casing. The heat pump now murmurs in a pleasant B flat.',
      tags: ['heat pump', 'design'],
    },
    {
      title: 'Wind farm shares its view with {n} sheep',
      text: 'Grazing under the turbines keeps brambles away from the cables. The shepherd of {place} says the flock prefers the shade on the wind side.',
      tags: ['wind', 'farming'],
    },
    {
      title: 'Rain gardens keep cellars dry on Baker Street',
      text: 'Planted hollows beside the kerb swallowed {n} millimetres of rain in one evening. The fire brigade in {place} stayed at home.',
      tags: ['rain', 'city'],
    },
    {
      title: 'Old ferry returns with a battery in its engine room',
      text: 'The first crossing from {place} was so silent that passengers applauded. It recharges while cars are unloaded.',
      tags: ['battery', 'transport'],
    },
    {
      title: 'Seagrass meadow doubles in the lee of the pier',
      text: 'Divers counted {n} young plants for each old one. The meadow at {place} slows the tide and shelters pipefish.',
      tags: ['tide', 'nature'],
    },
    {
      title: '{place} paints its flat roofs white before the summer',
      text: 'Rooms below stayed four degrees cooler in a trial. The paint does not get in the way of solar panels, which also like it cool.',
      tags: ['solar', 'heat'],
    },
    {
      title: 'Kite makers help to test a turbine without a tower',
      text: 'The prototype flies figures of eight where the wind is steady. It landed {n} times on the beach at {place}, once on a picnic.',
      tags: ['wind', 'invention'],
    },
    {
      title: 'Peat bog gets its water back, one small dam at a time',
      text: 'Volunteers closed {n} ditches with larch boards. After the first rain the cotton grass near {place} came back in white patches.',
      tags: ['rain', 'peat'],
    },
    {
      title: 'Second life for bus batteries at the ice rink',
      text: 'Too tired for hills, the packs are still strong enough to run the lights of {place} each evening. One battery is kept behind glass for school visits.',
      tags: ['battery', 'reuse'],
    },
    {
      title: 'Apple growers follow the frost with a phone and a thermometer',
      text: 'A network of {n} sensors tells orchards around {place} when to light candles. Solar cells the size of a stamp power each of them.',
      tags: ['solar', 'orchards'],
    },
    {
      title: 'Terraced houses swap boilers together',
      text: 'Eleven families in {place} share one borehole, and each its own heat pump. The street party paid for the digging.',
      tags: ['heat pump', 'homes'],
    },
    {
      title: 'Storm forecasters in {place} add a human footnote',
      text: 'Each wind warning now ends with a line from someone who lives there. Ships say they read the footnote first.',
      tags: ['wind', 'weather'],
    },
    {
      title: 'River swimming returns after {n} years',
      text: 'New basins catch the rain before it can overflow the sewers. The first to jump in at {place} was the mayor, in a borrowed suit.',
      tags: ['rain', 'river'],
    },
    {
      title: 'Lighthouse keeper’s diary becomes a climate record',
      text: 'Every tide since 1911 is noted in the same green ink. Researchers reading it in {place} found {n} missing days, all of them Christmas.',
      tags: ['tide', 'history'],
    },
    {
      title: 'Market stalls run on sunshine by noon',
      text: 'Folding solar canopies cool the fish and light the scales. Traders at {place} have sold the petrol generator to a museum.',
      tags: ['solar', 'market'],
    },
    {
      title: 'Hedges beat fences in a gale, measurements show',
      text: 'A row of hawthorn slowed the wind for {n} metres behind it. Farmers near {place} are planting what their grandparents removed.',
      tags: ['wind', 'farming'],
    },
    {
      title: 'School in {place} stores summer heat under its playground',
      text: 'Pipes in the gravel keep the warmth until November. A small heat pump does the rest and has its own window.',
      tags: ['heat pump', 'school'],
    },
    {
      title: 'Umbrella library opens at the tram stop',
      text: 'Borrow one in the rain and hang it up wherever you get off. Of {n} umbrellas, {place} has lost two and gained five.',
      tags: ['rain', 'city'],
    },
  ],
}
