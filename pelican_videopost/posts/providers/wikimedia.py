"""Wikimedia Commons and its sister wikis: https://commons.wikimedia.org/wiki/Commons:Video.

A `File:` page leads to the file itself by way of https://www.mediawiki.org/wiki/Help:Redirects/Special:FilePath, which
finds a wiki's own files and those of Commons alike.
"""

from urllib.parse import quote

from pelican_videopost.base.model import Video
from pelican_videopost.posts.providers import file
from pelican_videopost.posts.providers.address import Address

NAME = "Wikimedia Commons"
_WIKIS = "wikipedia wiktionary wikibooks wikiquote wikisource wikinews wikiversity wikivoyage wikimedia"
HOSTS = frozenset(
    {
        "upload.wikimedia.org",
        "wikidata.org",
        "mediawiki.org",
        *(f"*.{wiki}.org" for wiki in _WIKIS.split()),
        *(f"*.m.{wiki}.org" for wiki in _WIKIS.split()),
    }
)

# How the larger wikis write `File:`; `File` and `Image` work in all of them.
_NAMESPACES = frozenset(
    (
        "file image media datei bild fichier archivo imagen immagine ficheiro arquivo imagem bestand"
        " afbeelding plik grafika файл зображення изображение ファイル 画像 文件 檔案 档案 图像 파일 그림 fil"
        " tiedosto kuva soubor súbor fájl kép dosya resim ملف צילום קובץ پرونده berkas gambar tập_tin hình"
        " fitxer imatge datoteka slika датотека fișier imagine αρχείο εικόνα dosiero fitxategi irudi ไฟล์ ภาพ"
        " चित्र চিত্র fail pilt vaizdas attēls lêer íomhá mynd ფაილი պատկեր"
    ).split()
)


def recognise(address: Address) -> Video | None:
    """Return the media file behind a file's page or address, or None for articles and other pages."""
    if address.host == "upload.wikimedia.org":
        return file.video_at(address.url, address.path[-1] if address.path else "", address.fragment, NAME)
    match address.path:
        case ("wiki", "Special:FilePath" | "Special:Filepath", name):
            pass
        case ("wiki", "Special:Redirect", "file", name):
            pass
        case _ if address.fragment.startswith("/media/"):
            name = _file_name(address.fragment.removeprefix("/media/"))
        case ("w", "index.php"):
            name = _file_name(address.query.get("title", ""))
        # /wiki/File:…, or a variant of the language in place of `wiki`, as in /zh-hans/File:…
        case (_, title):
            name = _file_name(title)
        case _:
            return None
    desktop = address.origin.replace("://m.", "://www.").replace(".m.", ".")
    path = quote(name.replace(" ", "_"), safe="()!,:@")
    return file.video_at(f"{desktop}/wiki/Special:FilePath/{path}", name, address.fragment, NAME)


def _file_name(title: str) -> str:
    """Return the name behind a title's `File:`, in whatever language, or an empty string."""
    namespace, _, name = title.replace(" ", "_").partition(":")
    return name.strip("_") if namespace.lower() in _NAMESPACES else ""
