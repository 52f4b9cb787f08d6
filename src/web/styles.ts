/**
 * The style sheet of the pages. It travels within each page, so that the first response is all a reader needs.
 * Sizes are in rem and nothing has a fixed height, so that large text fits; colours come in pairs, light and dark.
 */
export const STYLES = `
:root{color-scheme:light dark;--ink:light-dark(#1f1d1a,#ece7dd);--quiet:light-dark(#625c52,#aba497);--paper:light-dark(#fcfaf5,#171614);--raised:light-dark(#f4f0e7,#211f1c);--line:light-dark(#dcd5c7,#3a362f);--strong:light-dark(#1f1d1a,#8d8678);--accent:light-dark(#8f3a14,#f2ab7c);--on:light-dark(#fff,#1d1208);--bad:light-dark(#a1201f,#ff9d94);--serif:'Iowan Old Style','Palatino Linotype',Palatino,P052,Georgia,'Liberation Serif',serif;--sans:system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',sans-serif}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:78rem;padding:0 1.25rem 3rem;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 var(--serif);overflow-wrap:anywhere}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}
ul,ol{list-style:none}
h1,h2,h3{line-height:1.2;text-wrap:balance}
h1{font-size:1.75rem}
a{color:inherit;text-decoration-color:var(--accent);text-decoration-thickness:.08em;text-underline-offset:.18em}
:focus-visible{outline:.1875rem solid var(--accent);outline-offset:.1875rem;border-radius:.125rem}
main:focus{outline:0}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:2}
.quiet{color:var(--quiet);font-family:var(--sans);font-size:.875rem}
.bad{color:var(--bad)}
.masthead{text-align:center;padding-top:1.75rem}
.name{font-size:clamp(2.25rem,7vw,3.5rem);line-height:1.1;font-weight:700;letter-spacing:-.02em;text-decoration:none}
.dateline{color:var(--quiet);font-style:italic;margin-top:.25rem}
nav[aria-label=Pages]{margin-top:1rem;border-block:1px solid var(--strong);padding:.125rem;position:relative}
nav[aria-label=Pages] ul{display:flex;flex-wrap:wrap;justify-content:center;gap:0 clamp(0rem,1vw,.5rem);border-block:1px solid var(--line);font:.9375rem var(--sans)}
nav a{display:block;padding:.5rem clamp(.375rem,2vw,.75rem);text-decoration:none;color:var(--quiet)}
nav a:hover{color:var(--accent)}
nav a[aria-current]{color:var(--ink);font-weight:600;box-shadow:inset 0 -.1875rem var(--accent)}
main{padding-top:1.5rem}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);text-align:center}
.days{display:flex;justify-content:space-between;gap:1rem;font:.875rem var(--sans);margin-bottom:1.25rem}
.days a{padding:.25rem 0}
.front{display:grid;gap:2.5rem 3rem;grid-template-columns:minmax(0,1fr)}
.topic+.topic{margin-top:2.5rem}
.topic>h2,aside h2,.rule{font:700 .875rem var(--sans);letter-spacing:.08em;text-transform:uppercase;border-top:.1875rem solid var(--strong);padding-top:.5rem;margin-bottom:1rem}
.articles{display:grid;gap:1.5rem 2rem}
.article{display:flex;flex-direction:column;gap:.4rem}
.articles>li+li .article{border-top:1px solid var(--line);padding-top:1.5rem}
.article h3{font-size:1.3125rem}
.article h3 a{text-decoration:none}
.article h3 a:hover{text-decoration:underline}
.article:focus-within h3 a{text-decoration:underline}
.reason{color:var(--quiet);font-style:italic;font-size:.9375rem}
.thumbs{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;margin-top:auto;padding-top:.25rem}
.thumbs form{display:flex;gap:.5rem}
button,.button,::file-selector-button{font:.9375rem/1.3 var(--sans);color:var(--ink);background:var(--raised);border:1px solid var(--line);border-radius:.375rem;padding:.5rem .875rem;cursor:pointer;text-decoration:none;display:inline-block;overflow-wrap:normal}
button:hover,.button:hover{border-color:var(--accent)}
.primary{background:var(--accent);border-color:var(--accent);color:var(--on);font-weight:600}
.icon{padding:.4rem .6rem;line-height:0;background:none}
.icon svg{width:1.25rem;height:1.25rem;fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.icon[aria-pressed=true]{background:var(--accent);border-color:var(--accent);color:var(--on)}
.link{border:0;background:none;color:var(--quiet);text-decoration:underline;padding:.25rem .5rem;font-size:.875rem}
.link:hover{color:var(--accent)}
aside section+section{margin-top:2.5rem}
.list>li{display:flex;gap:.5rem;align-items:flex-start;padding:.375rem 0;border-bottom:1px solid var(--line)}
.list .text{flex:1;padding-top:.2rem;min-width:0}
.done .text{text-decoration:line-through;color:var(--quiet)}
.inline{display:flex;gap:.5rem;margin-top:.75rem}
.inline input{flex:1;min-width:0}
label,legend{font:600 .875rem var(--sans)}
input:not([type=checkbox],[type=hidden]),textarea,select{font:1rem/1.4 var(--sans);color:var(--ink);background:light-dark(#fff,#100f0d);border:1px solid light-dark(#8b8375,#7c7568);border-radius:.375rem;padding:.5rem .625rem;width:100%;max-width:100%}
input[type=checkbox]{width:1.125rem;height:1.125rem;accent-color:var(--accent)}
.form{display:grid;gap:1rem;max-width:36rem}
.form>div>label{display:block;margin-bottom:.25rem}
.hint{color:var(--quiet);font:.875rem/1.45 var(--sans);margin-top:.25rem}
.actions{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
.empty{background:var(--raised);border-left:.1875rem solid var(--accent);padding:1.25rem 1.5rem;display:grid;gap:.75rem;justify-items:start}
.below{margin-top:2.5rem}
.columns{display:grid;gap:2.5rem 3rem;grid-template-columns:minmax(0,1fr)}
.cards{display:grid;gap:1.25rem}
.card{border-top:1px solid var(--line);padding-top:1.25rem;display:grid;gap:.5rem;align-content:start}
.card h2,.card h3{font-size:1.25rem}
.tags{display:flex;flex-wrap:wrap;gap:.375rem}
.tags li{font:.875rem var(--sans);background:var(--raised);border:1px solid var(--line);border-radius:1rem;padding:.125rem .625rem}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1rem}
.facts dt{color:var(--quiet);font:.875rem var(--sans)}
.facts dd{font-size:1.375rem}
.chart{display:block;width:100%;height:auto;max-width:30rem;color:var(--accent)}
.chart rect{fill:currentColor}
.chart .none{fill:var(--line)}
.state{font:600 .875rem var(--sans)}
.state::before{content:'';display:inline-block;width:.625rem;height:.625rem;border-radius:50%;background:light-dark(#2c7a44,#7fd197);margin-right:.4rem}
.state.failing::before{background:var(--bad);border-radius:0}
.state.off::before{background:none;box-shadow:inset 0 0 0 .125rem var(--quiet)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font:.9375rem/1.4 var(--sans)}
th,td{text-align:start;padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line);vertical-align:top}
code,kbd,pre{font:.9em/1.5 ui-monospace,'Liberation Mono',monospace}
kbd{border:1px solid var(--line);border-bottom-width:.1875rem;border-radius:.25rem;padding:0 .375rem}
.secret{background:var(--raised);padding:.75rem 1rem;display:block;overflow-wrap:anywhere}
.keys>div{display:flex;gap:1rem;padding:.25rem 0}
.keys dt{min-width:4rem}
dialog{background:var(--paper);color:inherit;border:1px solid var(--line);border-radius:.5rem;padding:1.5rem 2rem}
dialog h2{margin-bottom:.75rem}
dialog label{display:block;margin-top:1rem}
dialog form{margin-top:1rem}
::backdrop{background:#0008}
#notice{position:fixed;inset:auto 1rem 1rem;margin:auto;width:fit-content;max-width:40rem;background:var(--ink);color:var(--paper);font:.9375rem var(--sans);padding:.75rem 1.25rem;border-radius:.375rem}
#notice:empty{display:none}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(min-width:46rem){.articles{grid-template-columns:repeat(3,minmax(0,1fr))}.articles>li{display:grid}.articles>li+li .article{border:0;padding:0;position:relative}.articles>li+li .article::before{content:'';position:absolute;inset:0 auto 0 -1rem;border-left:1px solid var(--line)}.columns{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}.tiles{grid-template-columns:repeat(auto-fill,minmax(19rem,1fr));gap:1.75rem 2.5rem}}
@media(min-width:64rem){.front{grid-template-columns:minmax(0,1fr) 17rem}}
@media(prefers-reduced-motion:no-preference){button,a{transition:color .12s,background-color .12s,border-color .12s}}
@media print{:root{color-scheme:light}nav,footer,form,button,.skip,.thumbs,.days,aside .inline,#notice{display:none!important}body{font-size:10.5pt;padding:0;background:none}.front{display:block}.articles{grid-template-columns:repeat(3,1fr)}.article{break-inside:avoid}aside{margin-top:2rem}}
`
  .replaceAll('\n', '')
  .trim()
