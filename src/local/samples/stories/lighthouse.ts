import { type Desk, readStories } from '../story.ts'

export const lighthouse: Desk = {
  name: 'phare',
  language: 'fr',
  perDay: 3,
  places: ['Port-Clairet', 'Saint-Orval', 'La Brédière', 'Île-aux-Genêts', 'Montcendré'],
  authors: ['Hélène Garçon', 'Théo Lefèvre'],
  closing: 'À {place}, la fête continue jusqu’à dimanche.',
  stories: readStories(`
Le phare de {place} ouvre sa bibliothèque du soir | On y lit à la lueur de la lanterne, couverture sur les genoux. La gardienne prête aussi des jumelles. | mer, livres
Une boulangère cuit son pain avec la chaleur du métro | Le four récupère l’air tiède des tunnels. La brioche du mardi est déjà célèbre à {place}. | ville, énergie
Cent ans après, le kiosque retrouve sa fanfare | Les {n} musiciens répètent sous les platanes. Le tambour est d’époque, le tambourinaire un peu moins. | musique, fête
Des élèves dessinent la carte des odeurs de {place} | Le port sent le goudron, la place le tilleul. Un seul quartier reste à explorer : celui du fromager. | école, carte
Le dernier réparateur de parapluies forme deux apprentis | Il pleut {n} jours par an à {place}, et rien ne se jette. L’atelier affiche complet jusqu’au printemps. | métiers, pluie
Tempête de pétanque sous les arcades | La finale s’est jouée à l’abri, à deux boules près. Le trophée, une théière, reste à {place}. | sport, fête
Les abeilles de l’opéra font un miel de tilleul | Trois ruches vivent sur le toit de {place} depuis l’été. À l’entracte, on en sert une cuillère. | nature, musique
À vélo, le facteur de {place} livre aussi des légumes | Poireaux le matin, lettres l’après-midi. La tournée a gagné {n} minutes et beaucoup de bavardages. | vélo, marché
Un film muet retrouvé dans un grenier | On y voit le marché de 1912, et une poule très décidée. Projection ce soir à {place}, avec piano. | cinéma, histoire
`),
}
