"""Traditional characters -> simplified ones: what is exported or written in Hong Kong or Taiwan."""

#: A traditional character and the simplified one, pair after pair: those of the words that are looked up.
_PAIRS = (
    "態态惡恶強强語语氣气聽听說说話话讀读應应對对機机電电掛挂斷断幫帮誰谁請请問问題题處处時时間间長长過过還还沒没無无業业務务專专負负責责認认禮礼熱热細细緻致貼贴溫温優优滿满讚赞贊赞謝谢騙骗亂乱錯错誤误導导"
    "複复復复覆复雜杂難难見见訴诉諉诿脫脱煩烦遲迟緩缓囉啰轉转來来實实誠诚懇恳視视諷讽會会準准確确貴贵隱隐瞞瞒罵骂訓训兇凶講讲給给單单簡简親亲開开關关懷怀記记壞坏爛烂後后質质盡尽職职譜谱穩稳當当擔担決决辦办"
    "結结遠远補补償偿費费錢钱騷骚擾扰厭厌懶懒詞词紙纸條条檔档華华麗丽聲声調调輕轻臉脸與与產产號号碼码線线佔占隊队價价統统測测標标鐘钟點点們们從从這这個个樣样裡里裏里將将為为麼么嗎吗樂乐歡欢愛爱惱恼憤愤爭争"
    "執执術术練练識识詐诈體体諒谅詳详達达順顺暢畅靈灵變变動动積积極极員员嚴严謹谨較较傳传閒闲搶抢嘆叹擺摆勢势夠够讓让買买賣卖帳账銷销響响徹彻續续約约絕绝級级維维護护頻频顧顾願愿驚惊騰腾齊齐勸劝壓压寫写寬宽"
    "幾几廢废張张慣惯損损撥拨擇择歸归況况潔洁狀状獨独獲获異异瘋疯眾众種种稱称紅红納纳紛纷組组經经緊紧繳缴罰罚習习聯联聰聪脅胁臨临舉举舊旧艱艰著着虛虚蠻蛮製制覺觉觀观託托討讨設设許许評评試试該该談谈謊谎議议"
    "譽誉財财賠赔賴赖趕赶踐践軟软載载辭辞連连週周進进遞递適适遺遗釋释鈍钝錄录際际隨随雙双離离靜静項项須须預预領领頭头顯显風风饒饶鬆松囂嚣親亲莊庄憂忧勁劲衝冲勞劳煥焕滿满違违闊阔矇蒙矛矛"
)
_TRADITIONAL = str.maketrans(_PAIRS[::2], _PAIRS[1::2])


def simplified(text: str) -> str:
    """The form by which a word is looked up; no text for people, since one character may stand for several."""
    return text.translate(_TRADITIONAL)
