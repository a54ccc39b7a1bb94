import type { CommonWords } from './common.zh-CN'

const words: CommonWords = {
  app: { name: 'Xunge', line: 'Governance centre · works offline' },
  login: {
    title: 'Log in',
    username: 'User name',
    password: 'Password',
    show: 'Show',
    hide: 'Hide',
    submit: 'Log in',
    busy: 'Logging in',
    before: 'Used on this phone before',
    offline_note: 'Without a network, people who have logged in on this phone can open their own data with their password.',
    lost: 'The browser cleared this phone’s data. Records that were received are at the centre; unsent ones are lost. This phone is registered anew when you log in.',
    blocked: 'This browser keeps no data on this device (a private window, perhaps), so you cannot work here. Open a normal window.',
    missing: 'Fill in your user name and password.',
    wrong_offline: 'This is not the password of your last login on this phone, and the centre cannot be asked without a network.',
    unknown_offline: 'The centre cannot be reached, and this user name has not been used on this phone. Log in once where there is a network.',
    failed: 'You are not logged in: {why}',
  },
  state: { saved: 'Saved', on_way: 'Sending', received: 'Received', needs_you: 'Needs you' },
  update: { text: 'A new version is ready', go: 'Update', later: 'Later' },
  failure: {
    unreachable: 'The centre cannot be reached right now.',
    unknown: 'Something unexpected went wrong. Please try again.',
  },
  common: { back: 'Back', cancel: 'Cancel', close: 'Close', retry: 'Try again', ok: 'OK', yes: 'yes', no: 'no', comma: ', ' },
}

export default words
