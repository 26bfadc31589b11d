"""Pictures with transparency of their own, of the kinds that people have."""

from __future__ import annotations

from typing import Any, Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

SIZE: Final = (480, 320)
_SCALE: Final = 4


def drawn(*shapes: tuple[str, tuple[float, ...], str], **options: Any) -> Image.Image:
    """Shapes by ``ImageDraw``'s names, one over the other, with soft edges; mode RGBA."""
    large = SIZE[0] * _SCALE, SIZE[1] * _SCALE
    colours, alpha = Image.new("RGB", large), Image.new("L", large)
    for name, place, colour in shapes:
        places = [_SCALE * value for value in place]
        getattr(ImageDraw.Draw(colours), name)(places, fill=colour, **options)
        getattr(ImageDraw.Draw(alpha), name)(places, fill=255, **options)
    image = colours.resize(SIZE)
    image.putalpha(alpha.resize(SIZE))
    return image


def word(colour: str) -> Image.Image:
    """A word in one colour, antialiased."""
    alpha = Image.new("L", SIZE)
    font = ImageFont.load_default(110)
    ImageDraw.Draw(alpha).text((40, 90), "LOGO", fill=255, font=font)
    image = Image.new("RGB", SIZE, colour)
    image.putalpha(alpha)
    return image


def sticker() -> Image.Image:
    """A figure with a white rim."""
    rim, inner = 14, "#e0a020"
    body, ears = (150, 110, 330, 300), ((150, 40, 210, 150), (270, 40, 330, 150))
    grown = [(x0 - rim, y0 - rim, x1 + rim, y1 + rim) for x0, y0, x1, y1 in (body, *ears)]
    shapes = [("ellipse", box, "white") for box in grown]
    return drawn(*shapes, *[("ellipse", box, inner) for box in (body, *ears)])


def with_hole() -> Image.Image:
    """A figure one can see through."""
    image = sticker()
    hole = Image.new("L", SIZE)
    ImageDraw.Draw(hole).ellipse((200, 170, 280, 250), fill=255)
    image.putalpha(ImageChops.subtract(image.getchannel("A"), hole))
    return image


def with_shadow() -> Image.Image:
    """A figure on its own soft shadow."""
    image = sticker()
    shade = ImageChops.offset(image.getchannel("A"), 12, 10).filter(ImageFilter.GaussianBlur(9))
    image.putalpha(ImageChops.lighter(image.getchannel("A"), shade.point(lambda level: level // 3)))
    return image


def bust() -> Image.Image:
    """A cut-out that fills the frame's lower edge."""
    return drawn(
        ("ellipse", (170, 30, 310, 200), "#c09070"), ("ellipse", (60, 180, 420, 700), "navy")
    )


def badge() -> Image.Image:
    """A round sticker with a white rim that fills the frame."""
    width, height = SIZE
    return drawn(
        ("ellipse", (0, 0, width - 1, height - 1), "white"),
        ("ellipse", (16, 16, width - 17, height - 17), "#e0a020"),
        ("ellipse", (150, 100, 180, 150), "black"),
    )


def icon() -> Image.Image:
    """An app's icon, up to the frame."""
    image = drawn(
        ("rectangle", (0, 0, *SIZE), "#2060e0"), ("ellipse", (180, 100, 300, 220), "white")
    )
    image.putalpha(cropped(image, "rounded_rectangle", (0, 0, 479, 319), radius=80).getchannel("A"))
    return image


def cropped(photo: Image.Image, name: str, place: tuple[float, ...], **options: Any) -> Image.Image:
    """A photo, cropped to a shape by ``ImageDraw``'s name."""
    image = photo.resize(SIZE).convert("RGB")
    alpha = Image.new("L", SIZE)
    getattr(ImageDraw.Draw(alpha), name)(place, fill=255, **options)
    image.putalpha(alpha)
    return image


def straightened(photo: Image.Image) -> Image.Image:
    """A photo that was turned a little: its corners are empty."""
    return photo.convert("RGBA").rotate(6, expand=True)
