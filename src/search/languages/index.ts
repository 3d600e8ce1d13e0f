/**
 * The public names of groggy/search/languages: how words lose their endings, for indices of texts. Each is loaded when it
 * takes its first word, and bundles have those that they name.
 */
import { stemArabic } from "#lazy/languages/arabic";
import { stemArmenian } from "#lazy/languages/armenian";
import { stemBulgarian } from "#lazy/languages/bulgarian";
import { stemDanish } from "#lazy/languages/danish";
import { stemDutch } from "#lazy/languages/dutch";
import { stemEnglish } from "#lazy/languages/english";
import { stemFinnish } from "#lazy/languages/finnish";
import { stemFrench } from "#lazy/languages/french";
import { stemGerman } from "#lazy/languages/german";
import { stemGreek } from "#lazy/languages/greek";
import { stemHindi } from "#lazy/languages/hindi";
import { stemHungarian } from "#lazy/languages/hungarian";
import { stemIndonesian } from "#lazy/languages/indonesian";
import { stemIrish } from "#lazy/languages/irish";
import { stemItalian } from "#lazy/languages/italian";
import { stemLithuanian } from "#lazy/languages/lithuanian";
import { stemNepali } from "#lazy/languages/nepali";
import { stemNorwegian } from "#lazy/languages/norwegian";
import { stemPortuguese } from "#lazy/languages/portuguese";
import { stemRomanian } from "#lazy/languages/romanian";
import { stemRussian } from "#lazy/languages/russian";
import { stemSanskrit } from "#lazy/languages/sanskrit";
import { stemSerbian } from "#lazy/languages/serbian";
import { stemSpanish } from "#lazy/languages/spanish";
import { stemSwedish } from "#lazy/languages/swedish";
import { stemTamil } from "#lazy/languages/tamil";
import { stemTurkish } from "#lazy/languages/turkish";
import { stemUkrainian } from "#lazy/languages/ukrainian";
import type { Language } from "../../space/index/text/text-leaf.js";

export type { Language } from "../../space/index/text/text-leaf.js";

/** Arabic. */
export const arabic: Language = /* @__PURE__ */ language("arabic", stemArabic);
/** Armenian. */
export const armenian: Language = /* @__PURE__ */ language("armenian", stemArmenian);
/** Bulgarian. */
export const bulgarian: Language = /* @__PURE__ */ language("bulgarian", stemBulgarian);
/** Danish. */
export const danish: Language = /* @__PURE__ */ language("danish", stemDanish);
/** Dutch. */
export const dutch: Language = /* @__PURE__ */ language("dutch", stemDutch);
/** English. */
export const english: Language = /* @__PURE__ */ language("english", stemEnglish);
/** Finnish. */
export const finnish: Language = /* @__PURE__ */ language("finnish", stemFinnish);
/** French. */
export const french: Language = /* @__PURE__ */ language("french", stemFrench);
/** German. */
export const german: Language = /* @__PURE__ */ language("german", stemGerman);
/** Greek. */
export const greek: Language = /* @__PURE__ */ language("greek", stemGreek);
/** Hungarian. */
export const hungarian: Language = /* @__PURE__ */ language("hungarian", stemHungarian);
/** Hindi. */
export const hindi: Language = /* @__PURE__ */ language("hindi", stemHindi);
/** Indonesian. */
export const indonesian: Language = /* @__PURE__ */ language("indonesian", stemIndonesian);
/** Irish. */
export const irish: Language = /* @__PURE__ */ language("irish", stemIrish);
/** Italian. */
export const italian: Language = /* @__PURE__ */ language("italian", stemItalian);
/** Lithuanian. */
export const lithuanian: Language = /* @__PURE__ */ language("lithuanian", stemLithuanian);
/** Nepali. */
export const nepali: Language = /* @__PURE__ */ language("nepali", stemNepali);
/** Norwegian. */
export const norwegian: Language = /* @__PURE__ */ language("norwegian", stemNorwegian);
/** Portuguese. */
export const portuguese: Language = /* @__PURE__ */ language("portuguese", stemPortuguese);
/** Romanian. */
export const romanian: Language = /* @__PURE__ */ language("romanian", stemRomanian);
/** Russian. */
export const russian: Language = /* @__PURE__ */ language("russian", stemRussian);
/** Sanskrit. */
export const sanskrit: Language = /* @__PURE__ */ language("sanskrit", stemSanskrit);
/** Serbian. */
export const serbian: Language = /* @__PURE__ */ language("serbian", stemSerbian);
/** Spanish. */
export const spanish: Language = /* @__PURE__ */ language("spanish", stemSpanish);
/** Swedish. */
export const swedish: Language = /* @__PURE__ */ language("swedish", stemSwedish);
/** Tamil. */
export const tamil: Language = /* @__PURE__ */ language("tamil", stemTamil);
/** Turkish. */
export const turkish: Language = /* @__PURE__ */ language("turkish", stemTurkish);
/** Ukrainian. */
export const ukrainian: Language = /* @__PURE__ */ language("ukrainian", stemUkrainian);

function language(name: string, stem: (word: string) => string): Language {
  return Object.freeze({ name, stem: (word: string) => stem(word) });
}
