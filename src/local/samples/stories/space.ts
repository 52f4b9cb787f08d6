import type { Desk } from '../story.ts'

export const space: Desk = {
  name: 'space',
  language: 'en',
  perDay: 5,
  places: ['Quillmoor', 'Saint Orrin', 'Lowther Peak', 'Windle Bay', 'Ashgrove', 'Pell Island', 'Tarnholm'],
  authors: ['Ines Okafor', 'Tobias Wren', 'Maud Ellery'],
  closing: 'Clear skies are forecast for {place} until the weekend.',
  stories: [
    {
      title: 'A borrowed telescope brings {n} neighbours onto one roof in {place}',
      text: 'The library lends its telescope for a night at a time, and last week nobody wanted to give it back. Saturn’s rings drew the longest queue.',
      tags: ['telescope', 'community'],
    },
    {
      title: 'Schoolchildren name a crater on the far side of the moon',
      text: 'A class from {place} won the vote with the name of its late caretaker, who had let them stay up for every eclipse. The moon map will carry it from next year.',
      tags: ['moon', 'school'],
    },
    {
      title: 'Comet Harrow-Vint grows a second tail',
      text: 'Observers at {place} were first to report the fork. The comet passes closest to Earth in {n} days and should be visible in binoculars before dawn.',
      tags: ['comet', 'observing'],
    },
    {
      title: 'Tiny satellite built in a {place} garage phones home',
      text: 'After {n} silent orbits the shoebox-sized satellite sent its first temperature reading. Its three builders had already gone to bed and heard it on the recording.',
      tags: ['satellite', 'amateur radio'],
    },
    {
      title: 'Lava planet turns out to have weather after all',
      text: 'Brightness readings show clouds of mineral dust drifting across the planet’s day side. The team in {place} compares them to sandstorms that never land.',
      tags: ['planet', 'research'],
    },
    {
      title: 'Night bus timetable changes so {place} can see the stars',
      text: 'Street lights along the depot now dim at eleven. The astronomy club’s telescope, unused for years, has a waiting list of {n}.',
      tags: ['telescope', 'dark skies'],
    },
    {
      title: 'Retired engineer finds a lost probe in old radio tapes',
      text: 'The faint carrier wave had been filed under noise since the eighties. It places the satellite in a slow orbit that nobody at {place} had thought to check.',
      tags: ['satellite', 'archives'],
    },
    {
      title: 'Moon dust proves a stubborn ingredient for bricks',
      text: 'The kiln at {place} baked {n} test bricks from imitation moon soil. Two held the weight of a car; the rest crumbled politely.',
      tags: ['moon', 'materials'],
    },
    {
      title: 'Weather balloon from {place} photographs the curve of the Earth',
      text: 'The camera landed in a hedge {n} kilometres away, next to a puzzled pony. One frame caught a satellite glinting above the horizon.',
      tags: ['satellite', 'balloon'],
    },
    {
      title: 'Two amateurs beat a survey to a wandering comet',
      text: 'They noticed a smudge in the corner of a holiday picture taken near {place}. The comet will carry both surnames, in alphabetical order.',
      tags: ['comet', 'discovery'],
    },
    {
      title: 'Why the smallest planet keeps shrinking',
      text: 'New maps show that Mercury has wrinkled more recently than thought. The planet has lost about {n} metres of radius while its core cooled.',
      tags: ['planet', 'geology'],
    },
    {
      title: 'Observatory dome at {place} turns by hand again',
      text: 'When the motor failed, volunteers found the original crank behind a cupboard. The telescope has not lost a single clear night since.',
      tags: ['telescope', 'repair'],
    },
    {
      title: 'Fishing fleet navigates by satellite, and by owl',
      text: 'Skippers out of {place} check three positions before the harbour bar. The wooden owl on the pier, they say, has never needed an update.',
      tags: ['satellite', 'navigation'],
    },
    {
      title: 'Eclipse breakfast sells out within the hour',
      text: 'The café in {place} will serve {n} plates while the moon crosses the sun. Paper glasses come with the toast.',
      tags: ['moon', 'eclipse'],
    },
    {
      title: 'A quiet star is caught swallowing its planet',
      text: 'The flash lasted ten days and left a ring of warm dust. Astronomers in {place} had pointed their instrument there to test a new filter.',
      tags: ['planet', 'stars'],
    },
    {
      title: 'Mirror for the southern telescope survives a bumpy ferry',
      text: 'The crate had its own cabin on the crossing to {place}. Polishing resumes on Monday, {n} nanometres at a time.',
      tags: ['telescope', 'engineering'],
    },
    {
      title: 'Ice found where the sun never reaches',
      text: 'Radar shows frozen water in a pit near the moon’s south pole. It would fill the swimming pool at {place} roughly {n} times.',
      tags: ['moon', 'water'],
    },
    {
      title: 'Grandmother’s sketchbooks date a famous comet',
      text: 'Pencil drawings kept in {place} show the tail on {n} successive evenings. They settle an argument about when it began to fade.',
      tags: ['comet', 'history'],
    },
    {
      title: 'Listening station in {place} opens its doors on Sundays',
      text: 'Visitors can steer the small dish and hear a weather satellite pass overhead. The biscuits are homemade.',
      tags: ['satellite', 'visit'],
    },
    {
      title: 'Rings around a dwarf planet puzzle modellers',
      text: 'They lie further out than theory permits. A group in {place} suspects a small, dark companion that nudges the grains back in line.',
      tags: ['planet', 'research'],
    },
  ],
}
