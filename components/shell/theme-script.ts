export const themeKey = 'hopscope-theme'

/**
 * Runs before the first paint: sets data-theme by the person's choice or the system's. It also hands the page's nonce to
 * libraries that add a style element (get-nonce, which Radix dialogs use), since the policy allows no other.
 */
export const themeScript = `(function(){
var s=document.currentScript;window.__webpack_nonce__=s&&s.nonce;
var t=null;try{t=localStorage.getItem(${JSON.stringify(themeKey)})}catch(e){}
var d=t==='dark'||(t!=='light'&&matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset.theme=d?'dark':'light';
document.documentElement.dataset.themeChoice=t==='dark'||t==='light'?t:'system';
})()`
