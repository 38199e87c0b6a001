export {launchChromium} from './chromium.cjs'
