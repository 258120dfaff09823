"""Places: what is told, and where it must abstain."""

from dataclasses import replace

import pytest

from pipeline.city import City, District
from pipeline.gazetteer import UnknownCityError, city_from_gazetteer, divisions
from pipeline.places import NOWHERE, atlas_of, place_of

CITY = City(
    name="望澜市",
    province="澜海省",
    bureau="望澜市城市管理局",
    districts=(
        District(
            "澜东区",
            aliases=("澜东",),
            streets=("文庙街道", "东滩街道"),
            roads=("文庙街", "东滩路", "环城路"),
            rivers=("澜河",),
        ),
        District(
            "北桥区",
            streets=("石坊街道",),
            roads=("站前路", "石坊路", "环城路"),
            landmarks=("石坊农贸市场",),
            rivers=("澜河", "柳溪"),
        ),
    ),
    aliases=("望澜",),
    fictional=True,
    roads=("望澜大道",),
    road_classes=(("严管", ("文庙街", "望澜大道")), ("规范", ("东滩路",))),
)
ATLAS = atlas_of(CITY)
FUZHOU = atlas_of(city_from_gazetteer("福建", "福州"))


@pytest.mark.parametrize(
    ("title", "text", "district", "street", "road"),
    [
        ("", "澜东区文庙街又摆满了摊", "澜东区", "", "文庙街"),
        ("", "文庙街道办事处回复", "澜东区", "文庙街道", ""),
        ("", "东滩路路灯不亮", "澜东区", "", "东滩路"),
        ("", "石坊农贸市场门口占道", "北桥区", "", "石坊农贸市场"),
        ("", "澜东的夜市", "澜东区", "", ""),
        ("北桥区开展整治", "文庙街和澜东区的做法值得学习", "北桥区", "", ""),
        ("", "站前路通往石坊路", "北桥区", "", "站前路"),
        ("", "环城路堵车", "", "", "环城路"),
        ("", "北桥区的环城路堵车", "北桥区", "", "环城路"),
        ("", "澜河又发臭了，文庙街都闻得到", "澜东区", "", "澜河"),
        ("", "澜河又发臭了", "", "", "澜河"),
        ("澜河发臭", "石坊路和文庙街的人都闻到了", "", "", "澜河"),
        ("", "柳溪边的步道坏了", "北桥区", "", "柳溪"),
        ("", "望澜大道的隔离栏倒了", "", "", "望澜大道"),
        ("", "文庙街与站前路都在整治", "", "", ""),
        ("", "澜东区、北桥区同时行动", "", "", ""),
        ("", "澜东路上有个坑", "", "", ""),
        ("", "城管又来了", "", "", ""),
        # Several named alike: none is told, unless one is named more often, or two for where they meet.
        ("", "整治了澜河、青河等六条河", "", "", ""),
        ("", "青河（上段）、澜河都发臭", "", "", ""),
        ("", "澜河和望澜大道都要整治", "", "", ""),
        ("", "澜河与望澜大道交叉口有垃圾", "", "", "澜河"),
        ("", "青河、澜河都治了，澜河还是臭", "", "", "澜河"),
        ("", "澜河等3条内河已经完工", "", "", ""),
        ("", "澜东区整治包括澜河在内的三条内河", "澜东区", "", ""),
        ("", "澜河、望澜大道等2处动工。其中，澜河正在招标；望澜大道正在拆迁", "", "", ""),
        ("", "澜河等了三年没人治", "", "", "澜河"),
        ("澜河发臭", "澜东区文庙街的人都闻到了", "澜东区", "", "澜河"),
        ("", "来自澜东区的市人大代表说", "", "", ""),
    ],
)
def test_what_is_told(title: str, text: str, district: str, street: str, road: str) -> None:
    place = place_of(ATLAS, title, text)
    assert (place.district, place.street, place.road) == (district, street, road)
    assert (place.confidence > 0) == bool(district or road)


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("福州市鼓楼区开展整治", "鼓楼区"),
        ("鼓楼区东街街道占道经营", "鼓楼区"),
        ("南京市鼓楼区城管通报", ""),
        ("徐州鼓楼区夜市", ""),
        ("南京的鼓楼区夜市真热闹", ""),
        ("上海街道的摊贩", "台江区"),
        ("湖南镇河道发黑", "长乐区"),
        ("闽侯上街镇", "闽侯县"),
        ("连江南路堵车", ""),
        ("五大连池风景好", ""),
        ("山西路口的红绿灯坏了", ""),
        ("永泰路施工", ""),
        ("从区域分布看，宁德9件、龙岩3件、平潭1件", ""),
        ("福州的平潭、闽侯都在其中", ""),
        ("平潭、连江内河都臭了，平潭更臭", ""),
        ("投诉大庆河污染，鼓楼区工业路河段又臭又黑", "鼓楼区"),
        ("大庆河不臭，大庆鼓楼区才臭", ""),
        ("北京市朝阳区安泰街道有人摆摊", ""),
        ("广州市天河区东街街道的占道经营", ""),
        ("南京市鼓楼区安泰街道的夜市", ""),
        ("福州市鼓楼区安泰街道的夜市", "鼓楼区"),
        ("安泰街道有人摆摊", "鼓楼区"),
        ("长乐未央的歌厅吵死了", ""),
        ("祝大家永泰和谐", ""),
        ("永泰和谐家园有人乱停车", ""),
        ("长乐有人摆摊", "长乐区"),
        ("长乐首占新区的路灯不亮", "长乐区"),
        ("我住永泰云顶", "永泰县"),
        ("永泰：整治占道经营", "永泰县"),
        ("永泰和谐家园有人乱停车，嵩口镇也管管", "永泰县"),
        ("福清文化中心", "福清市"),
    ],
)
def test_a_real_city(text: str, district: str) -> None:
    assert place_of(FUZHOU, "", text).district == district


@pytest.mark.parametrize("text", ["福州仓山区港头路", "家住福州仓山港头路", "福州仓山区的河、路、桥"])
def test_an_office_need_not_say_its_citys_short_name(text: str) -> None:
    atlas = atlas_of(replace(city_from_gazetteer("福建", "福州"), aliases=()))
    assert place_of(atlas, "", text).district == "仓山区"


def test_a_shared_name_without_its_city_is_less_sure() -> None:
    bare, whole = place_of(FUZHOU, "", "鼓楼区夜市"), place_of(FUZHOU, "", "福州鼓楼区夜市")
    assert bare.district == whole.district == "鼓楼区"
    assert bare.confidence < whole.confidence


@pytest.mark.parametrize(("text", "district"), [("A3区的路灯", "A3区"), ("A3区和A4区", ""), ("A市的路灯", "")])
def test_anonymised_places_are_codes(text: str, district: str) -> None:
    atlas = atlas_of(City("A市", "", "", anonymised=True))
    assert place_of(atlas, "", text).district == district


@pytest.mark.parametrize(("road", "name"), [("文庙街", "严管"), ("东滩路", "规范"), ("站前路", ""), ("", "")])
def test_a_road_stands_under_the_rule_of_the_office(road: str, name: str) -> None:
    assert CITY.road_class(road) == name


def test_nothing_named_is_nowhere() -> None:
    assert place_of(ATLAS, "", "") == NOWHERE


def test_the_gazetteer_holds_every_district() -> None:
    assert len(divisions()) == 2978
    assert all(len(row) == 4 and row[2] for row in divisions())


@pytest.mark.parametrize(
    ("province", "city"), [("福建", "福州"), ("福建省", "福州市"), ("北京市", "北京"), ("重庆", "重庆")]
)
def test_a_city_is_found_by_name(province: str, city: str) -> None:
    found = city_from_gazetteer(province, city)
    assert found.name.startswith(city)
    assert len(found.districts) > 10
    assert any(district.streets for district in found.districts)


def test_an_unknown_city_is_named() -> None:
    with pytest.raises(UnknownCityError, match="澜海 望澜"):
        city_from_gazetteer("澜海", "望澜")
