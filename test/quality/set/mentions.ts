/** Articles about other things, in whose text a word stands in passing: `title | text`, `{}` is the word. */
const PASSING: Record<string, string> = {
  english: `School orchestra plays in the park | The conductor, asked about {}, smiled and raised the baton.
Bakery closes after ninety years | Its last customer bought rolls and spoke of {} and of old times.
Snow delays the ferry to the islands | Waiting passengers talked about the weather, {} and dinner.
Museum of clocks finds new home | The collection stood for years in a hall beside a shop with {} in its name.
Quiz champion retires undefeated | In the last round she knew everything about {} and about rivers of Asia.
Street renamed after a poet | Residents had also proposed to think of {}, a joke that the council did not like.
Lost dog travels by bus | The driver called it the strangest trip since a man with {} on his coat.`,
  german: `Schulorchester spielt im Park | Der Dirigent lächelte auf die Frage nach {} und hob den Stab.
Bäckerei schließt nach neunzig Jahren | Die letzte Kundin sprach beim Kaffee über {} und alte Zeiten.
Schnee hält die Fähre auf | Die Wartenden redeten über das Wetter, {} und das Abendessen.
Uhrenmuseum zieht um | Die Sammlung stand jahrelang neben einem Laden mit {} im Namen.
Quizmeisterin tritt ungeschlagen ab | In der letzten Runde wusste sie alles über {} und über Flüsse in Asien.
Straße nach Dichterin benannt | Anwohner hatten im Scherz auch {} vorgeschlagen.
Hund fährt allein mit dem Bus | So etwas habe er seit einem Mann mit {} auf der Jacke nicht erlebt, sagt der Fahrer.`,
  french: `Les élèves jouent dans le parc | Interrogée sur {}, la cheffe a souri et levé la baguette.
Une boulangerie ferme après quatre-vingt-dix ans | La dernière cliente a parlé de {} et du bon vieux temps.
La neige retarde le bac | Les passagers parlaient du temps, de {} et du dîner.
Les horloges changent de maison | La collection dormait près d'une boutique où l'on lisait {}.
La championne des quiz se retire | À la dernière question elle savait tout sur {} et les fleuves d'Asie.
Une rue pour une poétesse | Des habitants avaient proposé {} pour rire.
Un chien prend le bus | Le chauffeur n'avait rien vu de tel depuis un homme qui criait {}.`,
  spanish: `La orquesta escolar toca en el parque | Preguntada por {}, la directora sonrió y alzó la batuta.
Cierra una panadería tras noventa años | La última clienta habló de {} y de otros tiempos.
La nieve retrasa el transbordador | Los pasajeros hablaban del clima, de {} y de la cena.
Los relojes cambian de casa | La colección estaba junto a una tienda con {} en el rótulo.
Se retira la campeona de los concursos | En la última ronda lo sabía todo sobre {} y los ríos de Asia.
Una calle para una poeta | Los vecinos propusieron {} en broma.
Un perro viaja en autobús | El conductor no veía algo así desde que un hombre gritó {}.`,
  chinese: `学校乐团在公园演出 | 有人问起{},指挥笑着举起指挥棒。
百年面包店关门 | 最后一位顾客聊起{}和从前的日子。
大雪使渡轮晚点 | 等船的人谈天气,谈{},谈晚饭。
钟表博物馆搬家 | 藏品多年放在一家招牌写着{}的店旁边。
答题冠军退役 | 最后一轮她对{}和亚洲的河流都很了解。
街道以诗人命名 | 居民开玩笑说起{}。
小狗独自坐公交 | 司机想起一位喊着{}的乘客。`,
}

/** What mentions one of a topic's words in passing, each article another of its plain words in turn. */
export function mentions(
  language: string,
  keywords: readonly string[],
): { title: string; summary: string }[] {
  const words = keywords.filter((keyword) => /^[^-\s"]+$/.test(keyword)).map((word) => word.replace('*', ''))
  return PASSING[language]!.split('\n').map((line, nth) => {
    const [title, text] = line.split(' | ')
    const word = words[nth % words.length]!
    return { title: title!, summary: text!.replace('{}', word) }
  })
}
