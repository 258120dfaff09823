"""Full names of persons, told by what stands before them and by the characters that names are made of.

Pure functions. Imports nothing of ours.
"""

import re
from functools import cache
from pathlib import Path

_TABLES = Path(__file__).parent.parent / "data" / "masking"


_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白"
    "邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝"
    "包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫"
    "费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻"
    "钮郗浦阚宓嵇芮羿汲邴糜隗钭郜璩濮郦逄莘扈晁訾竺逯裘茅禹狄贝酆暨庾阙殳厍"
)
_DOUBLE = (
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|端木|夏侯|长孙|独孤|南宫|万俟|闻人|宇文|轩辕|"
    "申屠|呼延|澹台|公冶|宗政|濮阳|淳于|太叔|钟离|鲜于|闾丘|司寇|颛孙|巫马|公西|漆雕|乐正|拓跋|谷梁|梁丘|左丘"
)
# What may stand in the second or third place after a surname only where no name is meant.
_TITLE = (
    "先生|女士|小姐|同志|老师|师傅|大爷|大妈|大姐|大哥|大叔|阿姨|叔叔|奶奶|爷爷|伯伯|嫂|姐|哥|叔|伯|姨|爷|婶|某|总|经理|主任|局长|队长|科长|处长|书记|"
    "所长|站长|院长|校长|律师|医生|警官|老板|老汉|记者|工|×|X|x|\\*|氏|家|女|老太|店长|主席|市长|区长|镇长|村长|组长|会长|部长|支书|教授|护士"
)
_ASK_NAME = (
    r"我叫做?|找我就说|我的名字[是叫]|本人姓名[是为]?|本人名叫|本人叫|我名叫|名叫|联系人姓名|联系人|联络人|诉求人|投诉者|举报者|报料人|爆料人|投诉人姓名|投诉人|举报人|反映人|申请人|当事人|"
    r"受害人|受害者|伤者我叫|姓名|户主|房东|收件人|收款人|业主姓名|业主叫|签名|署名|落款|孩子叫|儿子叫|女儿叫|丈夫叫|妻子叫|来电人|来信人|留言人|开户名|(?<!困)户名"
)
_FOLLOWS = (
    r"(?=$|[\s,，。.;；、!！?？:：)）(（\[【\]】<>《》\"'“”‘’/|+\-—…~～0-9A-Za-z]|"
    r"[，是住在家电手身系男女今现来于因从有为就和与及的也都年反要想联微已被等先此求对不同去向给称说收把将表告提认指让说]|本人|我|老人)"
)
_NAME = re.compile(
    rf"((?:{_ASK_NAME})(?:\s*[:：是为叫(（]\s*|\s+)?)(?!(?:[{_SURNAMES}]|{_DOUBLE})(?:{_TITLE}))"
    rf"((?:{_DOUBLE})[一-鿿]{{1,2}}?|[{_SURNAMES}][一-鿿]{{1,2}}?){_FOLLOWS}"
)
_NAME_SELF = re.compile(
    rf"(本人(?:\s*[:：]\s*|\s+)?)(?!于|和|时|解|应|全|同|明|安|向|常|农|原|连|管|不|就|都)(?![{_SURNAMES}](?:{_TITLE}))"
    rf"((?:{_DOUBLE})[一-鿿]{{1,2}}|[{_SURNAMES}][一-鿿]{{1,2}})(?=[,，。;；、(（\s\[]|系|身份证|电话|手机|$)"
)
# A full name, and one of three characters, which a word is less likely to be.
_FULL = rf"(?:(?:{_DOUBLE})[一-鿿]{{1,2}}|[{_SURNAMES}][一-鿿]{{1,2}})(?<!先生)(?<!女士)(?<!某某)(?<!某)"
_LONG = rf"(?:(?:{_DOUBLE})[一-鿿]{{1,2}}|[{_SURNAMES}][一-鿿]{{2}})(?<![人员民工生者头家户主友师客商族的了是在着过某])(?<!先生)(?<!女士)"
_REACHED = r"[,，:：]?\s?[(（]?(?:联系)?(?:电话|手机|身份证|号码|\[手机号|\[电话|\[身份证)"
_NAME_ROLE = re.compile(
    rf"((?:代理人|委托人|监护人|经办人|[店摊户机]主|老板|司机|邻居|队员|同事|保安)(?:\s?[:：]\s?|姓名是?|叫做?))({_FULL})"
    r"(?=$|[\s,，。.;；、!！?？)）])"
)
_NAME_AM = re.compile(
    rf"(我是(?:[^,，。；\n]{{0,8}}(?:业主|住户|居民|店主|商户|车主|租客))?\s?)({_LONG})(?=[,，。;；(（])"
)
_NAME_KIN = re.compile(
    rf"((?:老公|老婆|爱人|丈夫|妻子|儿子|女儿|父亲|母亲|爸爸|妈妈|哥哥|姐姐|弟弟|妹妹|邻居|业主)\s?)({_LONG})(?={_REACHED})"
)
_NAME_REACHED = re.compile(
    rf"((?:^|[\s,，。;；:：]|反映|来电|诉求|市民|业主|居民))({_LONG})(?=\s?[(（](?:联系)?(?:电话|手机)[^)）]{{0,6}}\[)",
    re.MULTILINE,
)
_NAME_GREETED = re.compile(
    rf"((?:^|[\s,，。;；:：]|尊敬的))({_FULL})(?=(?:同志|先生|女士)(?:[,，:：]|您好|你好))", re.MULTILINE
)
# Words that begin with a surname and are no name: 联系人方式, 举报人高度…, 户名称.
_NO_NAME = frozenset({
    "方式", "方法", "名称", "单位", "高度", "应该", "应当", "成功", "成立", "平时", "全部", "全家", "明确", "万一", "关于", "关系", "安全", "安排", "时间",
    "向我", "和我", "常年", "和电话", "及电话", "和电", "江边", "于是", "于今", "严重", "解释", "车主", "管理", "连续", "路过", "满意", "边上", "包括",
    "房东", "房屋", "华侨", "任何", "任意", "白天", "温馨", "文明", "武断", "程序", "叶片", "石头", "单独", "章程", "申请", "申诉", "甘愿", "柴油", "麻烦",
    "原因", "和地址", "和手机", "项目", "原告", "封闭", "南边", "南侧", "明天", "燕子", "谈话", "劳务", "楼上", "楼下", "楼道", "车辆", "时常", "都是",
    "全体", "党员", "武警", "农民", "路人", "党委", "盲人", "管家", "老年", "各位", "双方", "相关", "有关",
})  # fmt: skip


# Where a name is asked for, or a number follows it.
ASKED = (_NAME, _NAME_SELF, _NAME_ROLE, _NAME_AM, _NAME_KIN, _NAME_REACHED, _NAME_GREETED)


def _table(name: str) -> str:
    lines = (_TABLES / name).read_text(encoding="utf-8").splitlines()
    return " ".join(line for line in lines if not line.startswith("#"))


@cache
def _given() -> frozenset[str]:
    return frozenset(_table("given.txt")) - {" "}


@cache
def _words() -> frozenset[str]:
    return frozenset(_table("words.txt").split())


# --- after a role -----------------------------------------------------------------------------------

# A role does not ask for a name, so that what follows it must be made of the characters of names, and be no word.
_ROLE = (
    r"(?:业主|户主|店主|摊主|房主|车主|机主|业户|房东|租客|租户|住户|商户|老板娘|老板|司机|摊贩|小贩|家属|丈夫|妻子|老公|老婆|爱人|"
    r"媳妇|儿子|女儿|儿媳|女婿|孙子|孙女|外孙|父亲|母亲|爸爸|妈妈|老爸|老妈|爷爷|奶奶|外公|外婆|姥姥|岳父|岳母|公公|婆婆|哥哥|姐姐|"
    r"弟弟|妹妹|[表堂][哥弟姐妹]|[我他她](?:爸|妈|哥|姐|弟|妹)|老两口|小两口|夫妇|夫妻|侄子|外甥|舅舅|姑姑|叔叔|阿姨|同事|同学|室友|舍友|朋友|工友|邻居|当事人|投诉人|举报人|"
    r"来电人|来访人|来信人|反映人|申请人|诉求人|报料人|爆料人|报案人|报警人|求助人|留言人|发帖人|信访人|被投诉人|被举报人|受害人|受害者|伤者|死者|"
    r"证人|目击者|代理人|委托人|监护人|经办人|承办人|负责人|责任人|联系人|联络人|保证人|收件人|寄件人|收货人|法人|法定代表人|"
    r"市民|居民|村民|网友|群众|群主|楼长|老人|老太太|老汉|老党员|党员|教师|老师|职工|工人|工程师|医生|护士|律师|学生|家长|志愿者|环卫工|"
    r"保安|保洁员|保洁|物业经理|经理|会计|店员|员工|骑手|快递员|外卖员|师傅|名叫|叫做|叫作|户口|署名|签名|落款|敬上|此致敬礼|"
    r"姓名|名字|中文名|本人|我叫|找一下|转告|转交|此致|[的人户名]叫|"
    # Whoever is called after what he does or what befell him; those whom the press names by their office stay.
    r"(?<!通讯)(?<!队)(?<!管)(?<!研究)(?<!演)(?<!官)(?<!裁判)(?<!运动)(?<!教练)员(?!工)|(?<!发言)(?<!主持)(?<!代言)(?<!别)(?<!他)(?<!每)(?<!人)人(?!员)|(?<!记)(?<!或)者|"
    r"[护务临散]工|[商客养租]户|驾驶员)"
)
_TIE = r"(?:\s*[:：]\s*|姓名[:：是为]?|名叫|叫做?|[(（]|\s)?"
_GIVEN_ONE = rf"(?:(?:{_DOUBLE})[一-鿿]|[{_SURNAMES}][一-鿿])"
_GIVEN_TWO = rf"(?:(?:{_DOUBLE})[一-鿿]{{2}}|[{_SURNAMES}][一-鿿](?!实名)[一-鿿])"
# 阿姨和陈大爷, 居民楼林立, 司机师傅: surnames that are words of every day begin no name here.
_NO_TITLE = rf"(?![和都楼师车路相时])(?!(?:[{_SURNAMES}]|{_DOUBLE})(?:{_TITLE}))"
# After two characters a name must end visibly; after three it mostly does.
_ENDS = (
    r"(?=$|[\s,，。.;；、!！?？:：)）(（\[【\]】<>《》“”‘’/|+0-9]|家[的里门住]|先生|女士|"
    r"[说在称把被向去来因从将住至等与和跟及对今昨现已又也都却就还的原曾拒陪头手早每到给有没是不]|实名|联名|反映|表示|投诉|举报|认为|要求|介绍|告诉|电话|手机|身份证|联系)"
)
# Names of peoples that write theirs with a dot, and the characters in which they are written where there is none.
_DOTTED = r"[一-鿿]{2,6}(?:[·•・‧][一-鿿]{2,6}?){1,2}"
_SOUNDED = r"[阿艾买古热依努尔丽娜提合曼木江孜克拜吐逊帕沙汗迪比拉海麦里扎乌布力卡斯达吾赛玛萨]{3,6}"
NAME_TWO = re.compile(rf"({_ROLE}{_TIE}){_NO_TITLE}({_GIVEN_TWO})")
NAME_ONE = re.compile(rf"({_ROLE}{_TIE}){_NO_TITLE}({_GIVEN_ONE}){_ENDS}")
NAME_SOUNDED = re.compile(rf"({_ROLE}{_TIE})({_DOTTED}{_ENDS}|{_SOUNDED})")
# A line of a register: name, sex and number; a name in brackets with a number, or signed at the end.
NAME_LISTED = re.compile(
    rf"((?:^|[。；;:：、\s(（]))({_GIVEN_TWO}|{_GIVEN_ONE})(?=[,，、\s]{{1,2}}(?:[男女][,，、\s]|\[身份证号|\[手机号|\[电话)|\s?[(（]\[(?:手机号|电话|身份证号))",
    re.MULTILINE,
)
# 我是邵建华的女儿, 是龚翠莲开的.
NAME_BELONGS = re.compile(
    rf"(是)({_GIVEN_TWO})(?=的(?:女儿|儿子|父亲|母亲|爸|妈|老公|老婆|丈夫|妻子|爱人|哥|姐|弟|妹|孙|家属|邻居|同事|朋友|代理人)|开的)"
)
NAME_JOINED = re.compile(rf"(\[姓名\]\s?[、和与及跟]){_NO_TITLE}({_GIVEN_TWO}|{_GIVEN_ONE}{_ENDS})")
# A word may be a name where nothing else can be meant.
NAME_SURE = re.compile(
    rf"((?:名字叫|姓名[:：是叫]|我叫|中文名叫?|{_ROLE})\s?){_NO_TITLE}({_GIVEN_TWO}|{_GIVEN_ONE})"
    r"(?=[,，:：]?\s?(?:联系)?(?:电话|手机)?号?码?[是为:：]?\s?\[(?:手机号|电话|身份证号)|(?<=叫...)[,，。])"
)


@cache
def _worth_trying() -> re.Pattern[str]:
    """What every pattern of a role needs: its last character, and near it one of a surname and one of a name."""
    given = "".join(sorted(_given()))
    ends = "主户东客商机娘板贩属夫妻公婆人妇儿女子孙亲爸妈爷奶父母哥姐弟妹甥舅姑叔姨事学友居者民众长太汉员师工生士家安洁理计手傅做作口名署款上礼字叫下告交致是]"
    return re.compile(
        rf"[{ends}[\s:：(（是为叫名姓]{{0,4}}[{_SURNAMES}阿艾买古热依努尔丽提木吐帕迪海麦扎乌][{given}]|{_DOUBLE}|[·•・‧]|[,，、\s(（][男女(（\[]"
    )


def may_name(text: str) -> bool:
    """Whether a text can hold a name after a role; looked at first, since the roles are many and names are few."""
    return _worth_trying().search(text) is not None


def is_no_name(found: re.Match[str]) -> bool:
    """Whether what an asking word was followed by is a word."""
    name = found.group(2)
    return name in _NO_NAME or name[:2] in _NO_NAME or name in _DOUBLE.split("|")


def is_unlikely(found: re.Match[str]) -> bool:
    """Whether what follows a role, or stands in a list, is not made as names are."""
    name = found.group(2)
    length = 2 if re.match(_DOUBLE, name) else 1
    if is_no_name(found) or (length == 1 and name[:2] in _words()):
        return True
    return not all(character in _given() for character in name[length:])
