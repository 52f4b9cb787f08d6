import { type Desk, readStories } from '../story.ts'

export const city: Desk = {
  name: 'stadt',
  language: 'de',
  perDay: 6,
  places: ['Grünau', 'Süderholm', 'Altmühlen', 'Weißenbrück', 'Lerchenfeld', 'Königsaue', 'Möwitz'],
  authors: ['Käthe Brüggemann', 'Jürgen Weiß', 'Aylin Öztürk'],
  closing: 'Mehr dazu am Samstag in der Ausgabe für {place}.',
  stories: readStories(`
Leihräder in {place} bekommen Körbe für Hunde | Jedes zehnte Fahrrad trägt jetzt einen gepolsterten Korb. Der erste Fahrgast war ein Dackel namens Moritz. | Fahrrad, Stadt
Straßenbahn hält künftig auch vor dem Schwimmbad | Die Linie {n} macht einen kleinen Bogen. Die Kinder von {place} haben der neuen Haltestelle ihren Namen gegeben. | Straßenbahn, Verkehr
Bibliothek verleiht Werkzeug und gute Ratschläge | Bohrer, Hobel und eine Nähmaschine stehen neben den Romanen. In {place} waren nach einer Woche {n} Geräte unterwegs. | Bibliothek, Werkzeug
Auf dem alten Güterbahnhof wächst ein Garten | Zwischen den Gleisen stehen Kürbisse und Sonnenblumen. Wer in {place} ein Beet möchte, bringt eine Gießkanne mit. | Garten, Nachbarschaft
Wochenmarkt zieht für den Winter unter die Brücke | Dort ist es trocken, und der Kaffee bleibt länger heiß. {n} Stände haben in {place} schon zugesagt. | Wochenmarkt, Winter
Fahrschule für Lastenräder öffnet in {place} | Geübt wird mit Wasserkästen und leeren Bühnenkulissen. Ein Fahrrad mit drei Rädern „verzeiht fast alles“, heißt es dort. | Fahrrad, Kurs
Der Nachtfahrer, der Gedichte ansagt | Zwischen zwei Haltestellen liest er in der Straßenbahn vier Zeilen vor. Seit {n} Tagen fährt in {place} niemand mehr mit Kopfhörern. | Straßenbahn, Poesie
Vergessenes Buch kehrt nach {n} Jahren zurück | Die Bibliothek in {place} verzichtet auf die Gebühr. Dem Band lag eine gepresste Glockenblume bei. | Bibliothek, Fundstück
Imkerinnen gesucht: Dachgärten summen wieder | Über dem Rathaus von {place} blüht ein Garten aus Thymian und Salbei. Den ersten Honig bekommt die Feuerwehr. | Garten, Bienen
Käse, Klatsch und Klavier am Donnerstag | Auf dem Wochenmarkt steht jetzt ein Klavier, auf dem jeder spielen darf. In {place} hat sich schon ein Trio gefunden. | Wochenmarkt, Musik
Neue Brücke nur für Räder und Füße | Mit dem Fahrrad spart man in {place} künftig {n} Minuten. Das Geländer ist aus dem Holz der alten. | Fahrrad, Brücke
Museumsbahn fährt wieder nach {place} | Die Straßenbahn von 1926 hat neue Bremsen und ihre alte Glocke. An den Sonntagen ist sie bis zum Frühling ausgebucht. | Straßenbahn, Geschichte
Lesesaal bleibt nachts offen, die Lampen sind gespendet | Wer spät lernt, findet in der Bibliothek {n} grüne Schirmlampen. Der Hausmeister von {place} hat jede selbst verdrahtet. | Bibliothek, Studium
Ein Quittenbaum für jedes Neugeborene | Der Garten am Stadtrand zählt nun {n} junge Bäume. In {place} wird schon über Gelee gesprochen. | Garten, Familie
Hofladen auf Rädern erreicht die Hochhäuser | Was auf dem Wochenmarkt übrig bleibt, kommt am Abend nach {place}. Bezahlt wird, was man für richtig hält. | Wochenmarkt, Nachbarschaft
Pannenhilfe mit Posaune | Ein Musiker flickt jedes Fahrrad, das vor der Oper von {place} liegen bleibt. Zum Abschied spielt er ein kurzes Ständchen. | Fahrrad, Musik
Weichen werden jetzt mit Regenwasser gekühlt | So bleibt die Straßenbahn auch an heißen Tagen pünktlich. Die Idee kam von einer Auszubildenden aus {place}. | Straßenbahn, Technik
Kinder schreiben das Lexikon von {place} | Unter B steht die Bibliothek, unter P der beste Pudding. {n} Einträge sind fertig, bei X fehlt noch etwas. | Bibliothek, Schule
Zwei Ziegen pflegen die Böschung am Fluss | Sie fressen, was der Garten nicht braucht. Abends gehen sie in {place} allein nach Hause, gegen zehn vor sechs. | Garten, Tiere
Suppenwettstreit zwischen den Ständen endet unentschieden | Linsen und Kürbis lagen nach {n} Tellern gleichauf. Der Wochenmarkt von {place} wiederholt die Probe gern. | Wochenmarkt, Essen
Bäckerei liefert Brötchen mit der Klingel statt mit dem Wagen | Das Fahrrad zieht einen Anhänger aus Korb. In {place} riecht die Straße jetzt um sechs nach Mohn. | Fahrrad, Bäckerei
Warum der Fahrplan plötzlich reimt | Ein Praktikant hat {n} Haltestellen umgedichtet. Die Straßenbahn kommt in {place} trotzdem pünktlich. | Straßenbahn, Humor
Ein Regal nur für Bücher, die niemand zurückhaben will | Die Bibliothek von {place} verschenkt sie mit Widmung. Am schnellsten ging der Atlas von 1954. | Bibliothek, Tausch
Schnecken ziehen um, mit Eskorte | Statt Gift gibt es in {place} Eimer und Geduld. {n} Tiere leben nun am Waldrand, der Salat im Garten erholt sich. | Garten, Natur
Kartoffeln nach Gewicht der Geschichten | Wer am Stand etwas erzählt, zahlt weniger. Der Wochenmarkt von {place} ist seither länger und lauter. | Wochenmarkt, Erzählen
Parkplatz verschwindet, Apfelbäume kommen | Neben {n} Bäumen steht eine Pumpe für jedes Fahrrad. Der Bürgermeister von {place} kam zu Fuß. | Fahrrad, Bäume
Hundert Jahre alter Fahrschein noch gültig | Ein Enkel fand ihn in {place} in einer Zigarrenkiste. Die Straßenbahn nahm ihn mit, einmal rund um die Stadt. | Straßenbahn, Fundstück
Flüstern wird zum Lehrgang | In der Bibliothek von {place} lernen Erwachsene wieder leise zu sprechen. Der Kurs hat {n} Plätze und keine Mikrofone. | Bibliothek, Kurs
Schrebergärtner messen den tiefsten Ton der Hummel | Eine Stimmgabel half. Der Garten am Kanal von {place} summt auf dem tiefen F. | Garten, Forschung
Blumenfrau feiert ihr {n}. Jahr zwischen Tulpen | Sie kennt jeden Strauß, der schiefging. Der Wochenmarkt in {place} schenkte ihr einen Stuhl. | Wochenmarkt, Menschen
Rikscha-Dienst bringt Großeltern zum Tanztee | Zwei Plätze, eine Decke und ein Fahrrad mit Rückenwind. In {place} sind die Freitage ausgebucht. | Fahrrad, Alter
Stellwerk öffnet seine Türen für Neugierige | Wer will, legt in {place} selbst einen Hebel um. Die Straßenbahn wartet so lange. | Straßenbahn, Technik
Comic-Sammlung zieht in den alten Tresor | {n} Hefte liegen nun hinter dickem Stahl. Gelesen wird in der Bibliothek von {place} auf Sitzsäcken. | Bibliothek, Comics
Regenfass-Wettbewerb entscheidet sich im letzten Guss | Das schönste trägt die Farben der Feuerwehr von {place}. Der Garten dahinter hat seit Mai keinen Schlauch gesehen. | Garten, Wasser
Pilzberaterin prüft jeden Korb umsonst | {n} Kilo gingen im Herbst durch ihre Hände. Auf dem Wochenmarkt von {place} heißt sie nur die Hutdame. | Wochenmarkt, Pilze
Schulweg ohne Autos, dafür mit Trommel | Dreißig Kinder und jedes Fahrrad geschmückt: so beginnt in {place} der Montag. | Fahrrad, Schule
Fahrerin rettet Schwan von den Schienen | Zehn Minuten stand die Linie still. Seither grüßt man in {place} die Straßenbahn mit Flügelschlag. | Straßenbahn, Tiere
Nähkreis flickt die Einbände der Stadt | Leinen, Leim und {n} Abende. In der Bibliothek von {place} knarzt nun kein Rücken mehr. | Bibliothek, Handwerk
Tomate von {place} bekommt einen Stammbaum | Vier Familien hatten Samen aufgehoben. Im Garten des Pfarrhauses wachsen sie wieder nebeneinander. | Garten, Sorten
Waage aus Messing wieder im Dienst | Geeicht auf das Gramm, geputzt auf Hochglanz: der Wochenmarkt von {place} wiegt wie 1920. | Wochenmarkt, Geschichte
Radweg leuchtet nachts wie ein Bach | Kleine Steine speichern den Tag. Mit dem Fahrrad fährt man in {place} jetzt auf Mondlicht nach Hause. | Fahrrad, Licht
Tandem-Lesung auf Schienen ausverkauft | Zwei Stimmen, ein Waggon, {n} Zuhörer. Die Straßenbahn fuhr in {place} extra langsam. | Straßenbahn, Literatur
Ausweis gilt nun auch für Angelruten | Die Bibliothek von {place} verleiht sie samt Gummistiefeln. Fische bleiben im Fluss. | Bibliothek, Freizeit
Mauer fällt, Rosen bleiben stehen | Zwei Nachbarn in {place} legten zusammen, was ein Streit getrennt hatte. Der gemeinsame Garten hat nun {n} Sorten. | Garten, Nachbarn
Brezelbäcker lernt Gebärden | Bestellt wird mit den Händen, gelacht auch. Der Wochenmarkt in {place} ist dadurch nicht leiser geworden. | Wochenmarkt, Menschen
Diebstahl klärt sich nach einer Entschuldigung | Das Fahrrad stand wieder vor der Tür, frisch geölt. In {place} sucht man nun den höflichsten Dieb des Jahres. | Fahrrad, Polizei
Weihnachtswagen fährt schon im Probebetrieb | {n} Lichter, eine Orgel und ein Rentier aus Pappe. Die Straßenbahn von {place} übt bis Dezember. | Straßenbahn, Fest
Sprachcafé zwischen Krimi und Kochbuch | Zwölf Sprachen an sechs Tischen zählt die Bibliothek von {place}. Am besten versteht man sich beim Kuchen. | Bibliothek, Sprache
`),
}
