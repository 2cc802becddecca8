"""What a phone's camera sees, as a file for Chromium's fake one (`--use-file-for-fake-video-capture=X.y4m`)."""

import qrcode
from PIL import Image

CAMERA = (1280, 720)
BLANK = Image.new("RGB", (300, 300), "white")


def drawn(text: str, *, box: int = 8) -> Image.Image:
    """A QR code as a picture."""
    code = qrcode.QRCode(border=4, box_size=box)
    code.add_data(text)
    picture: Image.Image = code.make_image().get_image().convert("RGB")
    return picture


def filmed(picture: Image.Image) -> bytes:
    """A video of one frame in which a screen is held into the camera, a little turned, as YUV4MPEG2."""
    frame = Image.new("RGB", CAMERA, (90, 80, 70))
    turned = picture.rotate(7, expand=True, fillcolor=(90, 80, 70), resample=Image.Resampling.BICUBIC)
    frame.paste(turned, ((CAMERA[0] - turned.width) // 2, (CAMERA[1] - turned.height) // 2))
    luma, blue, red = frame.convert("YCbCr").split()
    half = (CAMERA[0] // 2, CAMERA[1] // 2)
    planes = luma.tobytes() + blue.resize(half).tobytes() + red.resize(half).tobytes()
    return b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % CAMERA + (b"FRAME\n" + planes) * 2
