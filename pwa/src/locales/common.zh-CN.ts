const words = {
  app: { name: '巡格', line: '综治中心 · 断网可用' },
  login: {
    title: '登录',
    username: '用户名',
    password: '密码',
    show: '显示',
    hide: '隐藏',
    submit: '登录',
    busy: '正在登录',
    before: '这部手机上用过的人',
    offline_note: '没有网络时，在这部手机上登录过的人可以用密码打开自己的数据。',
    lost: '浏览器清除过这部手机上的数据。已收到的记录在中心；没有发出的已经丢失。登录后本机会重新登记。',
    blocked: '浏览器不允许在本机保存数据（例如无痕窗口），不能在这里工作。请用普通窗口打开。',
    missing: '请填写用户名和密码。',
    wrong_offline: '密码与上次在这部手机上登录时的不同。现在没有网络，无法再向中心核对。',
    unknown_offline: '现在连不上中心，这个用户名也没有在这部手机上登录过。请在有网络的地方登录一次。',
    failed: '没有登录成功：{why}',
  },
  state: { saved: '已保存', on_way: '发送中', received: '已收到', needs_you: '需处理' },
  update: { text: '有新版本', go: '更新', later: '稍后' },
  failure: {
    unreachable: '现在连不上中心。',
    unknown: '出了意外的问题，请再试一次。',
  },
  common: { back: '返回', cancel: '取消', close: '关闭', retry: '再试一次', ok: '知道了', yes: '是', no: '否', comma: '、' },
}

export type CommonWords = typeof words
export default words
