/**
 * Query parameters that say where a reader came from and nothing about the page: the lists of the browsers that
 * strip them (Firefox, Brave, ClearURLs), kept to names no site uses for content.
 */
const NAMES = new Set(
  `fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh mc_cid mc_eid
  mkt_tok oly_anon_id oly_enc_id _hsenc _hsmi __hssc __hstc __hsfp hsctatracking vero_id vero_conv rb_clickid s_cid
  wickedid soc_src soc_trk __s _openstat _ga _gl at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4
  at_link_id at_link_type at_link_origin at_ptr_name at_format at_bbc_team ns_mchannel ns_source ns_campaign
  ns_linkname ns_fee cmpid cmp xtor xtref guccounter guce_referrer guce_referrer_sig spm scm ref_src ref_url
  smid smtyp sr_share srnd trk trkcampaign wt_mc wt_zmc ito ftag ncid ocid feature_source feedtype feedname
  echobox dm_i elqtrackid`.split(/\s+/),
)
const PREFIXES = /^(utm|pk|piwik|mtm|matomo|hsa|stm|itm|ml_subscriber|bsft|uta)_/

/** Whether a query parameter (or a fragment written like one) only tracks its reader. */
export function isTracking(name: string): boolean {
  const lower = name.toLowerCase()
  return NAMES.has(lower) || PREFIXES.test(lower)
}
