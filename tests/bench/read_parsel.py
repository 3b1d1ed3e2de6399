"""The peer of read_bench: parsel reads each page and runs five XPaths. read_parsel.py FOLDER prints pages a second."""
import pathlib
import sys
import time

from parsel import Selector

XPATHS = [
    "//h1[contains(@class,'job-title')]",
    "//a[@class='company-name']",
    "//table[@class='job-meta']//td",
    "//div[@class='job-description']//p",
    "//script[@type='application/ld+json']",
]
pages = [path.read_bytes().decode() for path in sorted(pathlib.Path(sys.argv[1]).glob("*.html"))]


def read(page):
    selector = Selector(text=page)
    return [text for xpath in XPATHS for text in selector.xpath(xpath + "//text()").getall()]


read(pages[0])
begin = time.process_time()
for page in pages:
    read(page)
print(len(pages) / (time.process_time() - begin))
