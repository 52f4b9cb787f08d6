import type { Desk } from '../story.ts'

export const lighthouse: Desk = {
  name: 'phare',
  language: 'fr',
  perDay: 3,
  places: ['Port-Clairet', 'Saint-Orval', 'La Brédière', 'Île-aux-Genêts', 'Montcendré'],
  authors: ['Hélène Garçon', 'Théo Lefèvre'],
  closing: 'À {place}, la fête continue jusqu’à dimanche.',
  stories: [
    {
      title: 'Le phare de {place} ouvre sa bibliothèque du soir',
      text: 'On y lit à la lueur de la lanterne, couverture sur les genoux. La gardienne prête aussi des jumelles.',
      tags: ['mer', 'livres'],
    },
    {
      title: 'Une boulangère cuit son pain avec la chaleur du métro',
      text: 'Le four récupère l’air tiède des tunnels. La brioche du mardi est déjà célèbre à {place}.',
      tags: ['ville', 'énergie'],
    },
    {
      title: 'Cent ans après, le kiosque retrouve sa fanfare',
      text: 'Les {n} musiciens répètent sous les platanes. Le tambour est d’époque, le tambourinaire un peu moins.',
      tags: ['musique', 'fête'],
    },
    {
      title: 'Des élèves dessinent la carte des odeurs de {place}',
      text: 'Le port sent le goudron, la place le tilleul. Un seul quartier reste à explorer : celui du fromager.',
      tags: ['école', 'carte'],
    },
    {
      title: 'Le dernier réparateur de parapluies forme deux apprentis',
      text: 'Il pleut {n} jours par an à {place}, et rien ne se jette. L’atelier affiche complet jusqu’au printemps.',
      tags: ['métiers', 'pluie'],
    },
    {
      title: 'Tempête de pétanque sous les arcades',
      text: 'La finale s’est jouée à l’abri, à deux boules près. Le trophée, une théière, reste à {place}.',
      tags: ['sport', 'fête'],
    },
    {
      title: 'Les abeilles de l’opéra font un miel de tilleul',
      text: 'Trois ruches vivent sur le toit de {place} depuis l’été. À l’entracte, on en sert une cuillère.',
      tags: ['nature', 'musique'],
    },
    {
      title: 'À vélo, le facteur de {place} livre aussi des légumes',
      text: 'Poireaux le matin, lettres l’après-midi. La tournée a gagné {n} minutes et beaucoup de bavardages.',
      tags: ['vélo', 'marché'],
    },
    {
      title: 'Un film muet retrouvé dans un grenier',
      text: 'On y voit le marché de 1912, et une poule très décidée. Projection ce soir à {place}, avec piano.',
      tags: ['cinéma', 'histoire'],
    },
  ],
}
