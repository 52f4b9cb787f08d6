import type { Desk } from '../story.ts'

export const city: Desk = {
  name: 'stadt',
  language: 'de',
  perDay: 5,
  places: ['Grünau', 'Süderholm', 'Altmühlen', 'Weißenbrück', 'Lerchenfeld', 'Königsaue', 'Möwitz'],
  authors: ['Käthe Brüggemann', 'Jürgen Weiß', 'Aylin Öztürk'],
  closing: 'Mehr dazu am Samstag in der Ausgabe für {place}.',
  stories: [
    {
      title: 'Leihräder in {place} bekommen Körbe für Hunde',
      text: 'Jedes zehnte Fahrrad trägt jetzt einen gepolsterten Korb. Der erste Fahrgast war ein Dackel namens Moritz.',
      tags: ['Fahrrad', 'Stadt'],
    },
    {
      title: 'Straßenbahn hält künftig auch vor dem Schwimmbad',
      text: 'Die Linie {n} macht einen kleinen Bogen. Die Kinder von {place} haben der neuen Haltestelle ihren Namen gegeben.',
      tags: ['Straßenbahn', 'Verkehr'],
    },
    {
      title: 'Bibliothek verleiht Werkzeug und gute Ratschläge',
      text: 'Bohrer, Hobel und eine Nähmaschine stehen neben den Romanen. In {place} waren nach einer Woche {n} Geräte unterwegs.',
      tags: ['Bibliothek', 'Werkzeug'],
    },
    {
      title: 'Auf dem alten Güterbahnhof wächst ein Garten',
      text: 'Zwischen den Gleisen stehen Kürbisse und Sonnenblumen. Wer in {place} ein Beet möchte, bringt eine Gießkanne mit.',
      tags: ['Garten', 'Nachbarschaft'],
    },
    {
      title: 'Wochenmarkt zieht für den Winter unter die Brücke',
      text: 'Dort ist es trocken, und der Kaffee bleibt länger heiß. {n} Stände haben in {place} schon zugesagt.',
      tags: ['Wochenmarkt', 'Winter'],
    },
    {
      title: 'Fahrschule für Lastenräder öffnet in {place}',
      text: 'Geübt wird mit Wasserkästen und leeren Bühnenkulissen. Ein Fahrrad mit drei Rädern „verzeiht fast alles“, heißt es dort.',
      tags: ['Fahrrad', 'Kurs'],
    },
    {
      title: 'Der Nachtfahrer, der Gedichte ansagt',
      text: 'Zwischen zwei Haltestellen liest er in der Straßenbahn vier Zeilen vor. Seit {n} Tagen fährt in {place} niemand mehr mit Kopfhörern.',
      tags: ['Straßenbahn', 'Poesie'],
    },
    {
      title: 'Vergessenes Buch kehrt nach {n} Jahren zurück',
      text: 'Die Bibliothek in {place} verzichtet auf die Gebühr. Dem Band lag eine gepresste Glockenblume bei.',
      tags: ['Bibliothek', 'Fundstück'],
    },
    {
      title: 'Imkerinnen gesucht: Dachgärten summen wieder',
      text: 'Über dem Rathaus von {place} blüht ein Garten aus Thymian und Salbei. Den ersten Honig bekommt die Feuerwehr.',
      tags: ['Garten', 'Bienen'],
    },
    {
      title: 'Käse, Klatsch und Klavier am Donnerstag',
      text: 'Auf dem Wochenmarkt steht jetzt ein Klavier, auf dem jeder spielen darf. In {place} hat sich schon ein Trio gefunden.',
      tags: ['Wochenmarkt', 'Musik'],
    },
    {
      title: 'Neue Brücke nur für Räder und Füße',
      text: 'Mit dem Fahrrad spart man in {place} künftig {n} Minuten. Das Geländer ist aus dem Holz der alten.',
      tags: ['Fahrrad', 'Brücke'],
    },
    {
      title: 'Museumsbahn fährt wieder nach {place}',
      text: 'Die Straßenbahn von 1926 hat neue Bremsen und ihre alte Glocke. An den Sonntagen ist sie bis zum Frühling ausgebucht.',
      tags: ['Straßenbahn', 'Geschichte'],
    },
    {
      title: 'Lesesaal bleibt nachts offen, die Lampen sind gespendet',
      text: 'Wer spät lernt, findet in der Bibliothek {n} grüne Schirmlampen. Der Hausmeister von {place} hat jede selbst verdrahtet.',
      tags: ['Bibliothek', 'Studium'],
    },
    {
      title: 'Ein Quittenbaum für jedes Neugeborene',
      text: 'Der Garten am Stadtrand zählt nun {n} junge Bäume. In {place} wird schon über Gelee gesprochen.',
      tags: ['Garten', 'Familie'],
    },
    {
      title: 'Hofladen auf Rädern erreicht die Hochhäuser',
      text: 'Was auf dem Wochenmarkt übrig bleibt, kommt am Abend nach {place}. Bezahlt wird, was man für richtig hält.',
      tags: ['Wochenmarkt', 'Nachbarschaft'],
    },
    {
      title: 'Pannenhilfe mit Posaune',
      text: 'Ein Musiker flickt jedes Fahrrad, das vor der Oper von {place} liegen bleibt. Zum Abschied spielt er ein kurzes Ständchen.',
      tags: ['Fahrrad', 'Musik'],
    },
    {
      title: 'Weichen werden jetzt mit Regenwasser gekühlt',
      text: 'So bleibt die Straßenbahn auch an heißen Tagen pünktlich. Die Idee kam von einer Auszubildenden aus {place}.',
      tags: ['Straßenbahn', 'Technik'],
    },
    {
      title: 'Kinder schreiben das Lexikon von {place}',
      text: 'Unter B steht die Bibliothek, unter P der beste Pudding. {n} Einträge sind fertig, bei X fehlt noch etwas.',
      tags: ['Bibliothek', 'Schule'],
    },
    {
      title: 'Zwei Ziegen pflegen die Böschung am Fluss',
      text: 'Sie fressen, was der Garten nicht braucht. Abends gehen sie in {place} allein nach Hause, gegen zehn vor sechs.',
      tags: ['Garten', 'Tiere'],
    },
    {
      title: 'Suppenwettstreit zwischen den Ständen endet unentschieden',
      text: 'Linsen und Kürbis lagen nach {n} Tellern gleichauf. Der Wochenmarkt von {place} wiederholt die Probe gern.',
      tags: ['Wochenmarkt', 'Essen'],
    },
  ],
}
